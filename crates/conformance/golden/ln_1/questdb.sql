SELECT ln(cast($1 AS LONG)) FROM long_sequence(1)
-- 1 = 1: INT64
