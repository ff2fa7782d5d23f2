SELECT quantile_cont(CAST(v.x AS DOUBLE), $1) FROM (VALUES ($2), ($3)) AS v(x)
-- 1 = 0.5: FLOAT64
-- 2 = 1.25: DECIMAL(3, 2)
-- 3 = 1.26: DECIMAL(3, 2)
