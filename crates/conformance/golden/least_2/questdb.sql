SELECT least(cast($1 AS LONG), cast($2 AS LONG), NULL) FROM long_sequence(1)
-- 1 = 5: INT64
-- 2 = 2: INT64
