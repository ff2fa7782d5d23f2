SELECT arg_max_null(v.x, v.y) FROM (VALUES ($1, $2), ($3, $4), ($5, $6)) AS v(x, y)
-- 1 = 7: INT64
-- 2 = 1: INT64
-- 3 = 5: INT64
-- 4 = 2: INT64
-- 5 = 6: INT64
-- 6 = NULL
