SELECT sum(v.x) FROM (VALUES ($1), ($2)) AS v(x)
-- 1 = 0.5: FLOAT64
-- 2 = 0.25: FLOAT64
