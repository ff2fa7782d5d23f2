SELECT sum(v.x) FROM (VALUES ($1), ($2), ($3), ($4)) AS v(x)
-- 1 = 1: INT64
-- 2 = 2: INT64
-- 3 = 4: INT64
-- 4 = NULL
