SELECT regexp_extract($1, $2, CAST($3 AS INTEGER))
-- 1 = 'ab12': TEXT
-- 2 = '([a-z]+)([0-9]+)': TEXT
-- 3 = 0: INT64
