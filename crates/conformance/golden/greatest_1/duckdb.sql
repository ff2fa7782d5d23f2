SELECT greatest($1, $2, $3)
-- 1 = 1: INT64
-- 2 = NULL
-- 3 = 3: INT64
