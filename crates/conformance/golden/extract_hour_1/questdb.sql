SELECT cast(extract(hour FROM cast($1 AS TIMESTAMP)) AS LONG) FROM long_sequence(1)
-- 1 = 2020-01-01 10:20:30: TIMESTAMP(6)
