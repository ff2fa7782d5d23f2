SELECT CAST(cast($1 AS LONG) AS DOUBLE) FROM long_sequence(1)
-- 1 = 3: INT64
