SELECT count(*) FROM (VALUES ($1)) AS v(x)
-- 1 = NULL: INT64
