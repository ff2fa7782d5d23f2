SELECT min(v.x) FROM (VALUES (CAST($1 AS VARCHAR)), (CAST($2 AS VARCHAR)), ($3)) AS v(x)
-- 1 = 'b': TEXT
-- 2 = 'a': TEXT
-- 3 = NULL
