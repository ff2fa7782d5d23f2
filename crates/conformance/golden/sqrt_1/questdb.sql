SELECT sqrt(cast($1 AS LONG)) FROM long_sequence(1)
-- 1 = 16: INT64
