SELECT timestamp_floor('5M', cast($1 AS TIMESTAMP)) FROM long_sequence(1)
-- 1 = 1969-07-31 23:58:01: TIMESTAMP(6)
