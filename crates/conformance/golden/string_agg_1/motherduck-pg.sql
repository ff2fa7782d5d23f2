SELECT string_agg(v.x, CAST($1 AS VARCHAR) ORDER BY v.x NULLS LAST) FROM (VALUES (CAST($2 AS VARCHAR)), ($3), (CAST($4 AS VARCHAR))) AS v(x)
-- 1 = ', ': TEXT
-- 2 = 'b': TEXT
-- 3 = NULL
-- 4 = 'a': TEXT
