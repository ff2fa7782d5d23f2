SELECT timestamp_floor('2w', cast($1 AS TIMESTAMP)) FROM long_sequence(1)
-- 1 = 1969-12-28 23:59:59: TIMESTAMP(6)
