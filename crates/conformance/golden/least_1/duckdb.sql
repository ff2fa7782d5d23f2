SELECT least($1, $2)
-- 1 = NULL
-- 2 = 2: INT64
