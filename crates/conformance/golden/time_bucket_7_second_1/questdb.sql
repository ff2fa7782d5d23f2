SELECT timestamp_floor('7s', cast($1 AS TIMESTAMP)) FROM long_sequence(1)
-- 1 = 1969-12-31 23:59:59.5: TIMESTAMP(6)
