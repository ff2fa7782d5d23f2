SELECT cast($1 AS LONG) - cast($2 AS LONG) - cast($3 AS LONG) FROM long_sequence(1)
-- 1 = 2: INT64
-- 2 = 3: INT64
-- 3 = 4: INT64
