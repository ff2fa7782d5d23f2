SELECT CAST(cast($1 AS SHORT) AS SHORT) FROM long_sequence(1)
-- 1 = -32768: INT16
