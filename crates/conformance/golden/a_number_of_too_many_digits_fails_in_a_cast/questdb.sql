SELECT CAST(cast($1 AS LONG) AS DECIMAL(4, 1)) FROM long_sequence(1)
-- 1 = 12345: INT64
