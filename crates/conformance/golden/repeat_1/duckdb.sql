SELECT repeat($1, $2)
-- 1 = 'ab': TEXT
-- 2 = 2: INT64
