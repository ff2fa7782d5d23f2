SELECT bool_or(v.x) FROM (VALUES (CAST($1 AS BOOLEAN)), ($2)) AS v(x)
-- 1 = FALSE: BOOLEAN
-- 2 = NULL
