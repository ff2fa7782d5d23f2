SELECT CAST(cast($1 AS TIMESTAMP) AS TIMESTAMP) FROM long_sequence(1)
-- 1 = infinity: TIMESTAMP(6)
