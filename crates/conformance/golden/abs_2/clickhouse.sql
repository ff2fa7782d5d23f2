SELECT multiply({p1:Decimal(3, 2)}, sign({p2:Decimal(3, 2)}))
-- 1 = -1.25: DECIMAL(3, 2)
-- 2 = -1.25: DECIMAL(3, 2)
