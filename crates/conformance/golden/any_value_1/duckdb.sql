SELECT any_value(v.x) FROM (VALUES ($1), ($2)) AS v(x)
-- 1 = NULL: INT64
-- 2 = 3: INT64
