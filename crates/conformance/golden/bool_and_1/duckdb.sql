SELECT bool_and(v.x) FROM (VALUES ($1), ($2)) AS v(x)
-- 1 = TRUE: BOOLEAN
-- 2 = NULL
