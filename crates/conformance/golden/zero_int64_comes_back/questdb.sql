SELECT CAST(cast($1 AS LONG) AS LONG) FROM long_sequence(1)
-- 1 = 0: INT64
