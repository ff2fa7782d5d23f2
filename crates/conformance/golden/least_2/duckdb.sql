SELECT least($1, $2, $3)
-- 1 = 5: INT64
-- 2 = 2: INT64
-- 3 = NULL
