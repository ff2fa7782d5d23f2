SELECT (cast($1 AS LONG) / cast($2 AS LONG)) FROM long_sequence(1)
-- 1 = 7: INT64
-- 2 = -2: INT64
