SELECT substring($1, $2, $3)
-- 1 = 'abc': TEXT
-- 2 = 9: INT64
-- 3 = 2: INT64
