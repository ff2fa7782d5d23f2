SELECT greatest(cast($1 AS LONG), NULL) FROM long_sequence(1)
-- 1 = NULL: INT64
