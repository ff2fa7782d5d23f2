SELECT lpad($1, CAST($2 AS INTEGER), $3)
-- 1 = 'x': TEXT
-- 2 = 5: INT64
-- 3 = 'ab': TEXT
