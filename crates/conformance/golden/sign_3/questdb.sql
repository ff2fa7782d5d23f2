SELECT cast(sign(cast($1 AS LONG)) AS INT) FROM long_sequence(1)
-- 1 = 7: INT64
