SELECT regexp_extract($1, $2, CAST($3 AS INTEGER))
-- 1 = 'abc': TEXT
-- 2 = 'x': TEXT
-- 3 = 0: INT64
