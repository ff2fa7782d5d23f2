SELECT abs(cast($1 AS LONG)) FROM long_sequence(1)
-- 1 = -5: INT64
