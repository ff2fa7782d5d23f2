SELECT exp(cast($1 AS LONG)) FROM long_sequence(1)
-- 1 = 0: INT64
