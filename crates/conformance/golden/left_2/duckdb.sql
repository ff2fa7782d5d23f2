SELECT left($1, $2)
-- 1 = 'abc': TEXT
-- 2 = 9: INT64
