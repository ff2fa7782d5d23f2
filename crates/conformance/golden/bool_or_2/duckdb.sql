SELECT bool_or(v.x) FROM (VALUES ($1), ($2)) AS v(x)
-- 1 = FALSE: BOOLEAN
-- 2 = TRUE: BOOLEAN
