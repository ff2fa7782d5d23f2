SELECT concat(CAST($1 AS VARCHAR), $2, CAST($3 AS VARCHAR))
-- 1 = 'a': TEXT
-- 2 = NULL
-- 3 = 'b': TEXT
