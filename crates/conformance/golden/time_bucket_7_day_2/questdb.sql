SELECT timestamp_floor('7d', cast($1 AS TIMESTAMP)) FROM long_sequence(1)
-- 1 = 1969-12-31 23:58:01: TIMESTAMP(6)
