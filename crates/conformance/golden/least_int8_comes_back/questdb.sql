SELECT CAST(cast($1 AS BYTE) AS BYTE) FROM long_sequence(1)
-- 1 = -128: INT8
