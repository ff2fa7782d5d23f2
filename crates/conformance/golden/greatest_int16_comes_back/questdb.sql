SELECT CAST(cast($1 AS SHORT) AS SHORT) FROM long_sequence(1)
-- 1 = 32767: INT16
