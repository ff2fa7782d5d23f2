SELECT least(NULL, cast($1 AS LONG)) FROM long_sequence(1)
-- 1 = 2: INT64
