SELECT cast($1 AS LONG) - cast($2 AS LONG) FROM long_sequence(1)
-- 1 = -9223372036854775806: INT64
-- 2 = 1: INT64
