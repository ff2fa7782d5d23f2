SELECT timestamp_floor('7U', cast($1 AS TIMESTAMP)) FROM long_sequence(1)
-- 1 = 1969-12-31 23:58:01.123456: TIMESTAMP(6)
