SELECT CAST(cast($1 AS LONG) AS VARCHAR) FROM long_sequence(1)
-- 1 = -30: INT64
