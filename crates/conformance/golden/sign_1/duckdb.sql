SELECT sign($1)
-- 1 = -2.5: DECIMAL(2, 1)
