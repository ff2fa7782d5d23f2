SELECT timestamp_floor('2w', cast($1 AS TIMESTAMP)) FROM long_sequence(1)
-- 1 = 1970-01-12 02:30:00: TIMESTAMP(6)
