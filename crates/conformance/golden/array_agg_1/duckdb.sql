SELECT array_agg(v.x ORDER BY v.x NULLS LAST) FROM (VALUES ($1), ($2), ($3)) AS v(x)
-- 1 = 2: INT64
-- 2 = 1: INT64
-- 3 = NULL
