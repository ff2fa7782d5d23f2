SELECT ((cast(cast(date_trunc('microseconds', cast($1 AS TIMESTAMP)) AS TIMESTAMP) AS LONG) - cast(cast(date_trunc('microseconds', cast($2 AS TIMESTAMP)) AS TIMESTAMP) AS LONG)) / 1L) FROM long_sequence(1)
-- 1 = 2021-01-01 00:00:00: TIMESTAMP(6)
-- 2 = 2020-12-31 23:59:59.999999: TIMESTAMP(6)
