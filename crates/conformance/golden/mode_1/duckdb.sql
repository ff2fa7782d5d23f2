SELECT mode(v.x) FROM (VALUES ($1), ($2), ($3), ($4), ($5), ($6)) AS v(x)
-- 1 = 2: INT64
-- 2 = 1: INT64
-- 3 = 2: INT64
-- 4 = NULL
-- 5 = NULL
-- 6 = NULL
