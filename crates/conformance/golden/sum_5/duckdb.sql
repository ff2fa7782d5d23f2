SELECT sum(v.x) FROM (VALUES ($1), ($2)) AS v(x)
-- 1 = 1.25: DECIMAL(3, 2)
-- 2 = 1.26: DECIMAL(3, 2)
