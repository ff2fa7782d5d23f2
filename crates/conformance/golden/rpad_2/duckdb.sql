SELECT rpad($1, CAST($2 AS INTEGER), $3)
-- 1 = 'hello': TEXT
-- 2 = 2: INT64
-- 3 = 'x': TEXT
