SELECT floor($1)
-- 1 = -1.5: FLOAT64
