SELECT bool_and(v.x) FROM (VALUES (CAST($1 AS BOOLEAN)), ($2)) AS v(x)
-- 1 = TRUE: BOOLEAN
-- 2 = NULL
