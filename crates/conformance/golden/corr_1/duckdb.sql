SELECT corr(v.x, v.y) FROM (VALUES ($1, $2), ($3, $4)) AS v(x, y)
-- 1 = 1: INT64
-- 2 = 2: INT64
-- 3 = 2: INT64
-- 4 = 4: INT64
