SELECT concat($1, $2, $3)
-- 1 = 'a': TEXT
-- 2 = NULL
-- 3 = 'b': TEXT
