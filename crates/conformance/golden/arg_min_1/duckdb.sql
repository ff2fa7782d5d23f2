SELECT arg_min_null(v.x, v.y) FROM (VALUES ($1, $2), ($3, $4)) AS v(x, y)
-- 1 = NULL
-- 2 = 1: INT64
-- 3 = 5: INT64
-- 4 = 2: INT64
