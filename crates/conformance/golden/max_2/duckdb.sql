SELECT max(v.x) FROM (VALUES ($1), ($2)) AS v(x)
-- 1 = 2020-01-05: DATE
-- 2 = 2021-01-05: DATE
