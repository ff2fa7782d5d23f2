SELECT bool_and(v.x) FROM (VALUES ($1)) AS v(x)
-- 1 = NULL: BOOLEAN
