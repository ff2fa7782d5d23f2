SELECT cast($1 AS LONG) % cast($2 AS LONG), cast($3 AS LONG) % cast($4 AS LONG), cast($5 AS LONG) % cast($6 AS LONG) FROM long_sequence(1)
-- 1 = 7: INT64
-- 2 = 3: INT64
-- 3 = -7: INT64
-- 4 = 3: INT64
-- 5 = 7: INT64
-- 6 = -3: INT64
