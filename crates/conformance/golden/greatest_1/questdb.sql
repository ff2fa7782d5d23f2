SELECT greatest(cast($1 AS LONG), NULL, cast($2 AS LONG)) FROM long_sequence(1)
-- 1 = 1: INT64
-- 2 = 3: INT64
