SELECT replace(CAST($1 AS VARCHAR), CAST($2 AS VARCHAR), CAST($3 AS VARCHAR))
-- 1 = 'aaa': TEXT
-- 2 = 'a': TEXT
-- 3 = 'b': TEXT
