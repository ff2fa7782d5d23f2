SELECT sign({p1:Decimal(2, 1)})
-- 1 = -2.5: DECIMAL(2, 1)
