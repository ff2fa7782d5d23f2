SELECT cast(extract(second FROM cast($1 AS TIMESTAMP)) AS LONG) FROM long_sequence(1)
-- 1 = 2020-01-01 10:20:30.987654: TIMESTAMP(6)
