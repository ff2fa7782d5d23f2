SELECT ((cast(cast(date_trunc('week', cast($1 AS TIMESTAMP)) AS TIMESTAMP) AS LONG) - cast(cast(date_trunc('week', cast($2 AS TIMESTAMP)) AS TIMESTAMP) AS LONG)) / 604800000000L) FROM long_sequence(1)
-- 1 = 1969-12-29 00:00:00: TIMESTAMP(6)
-- 2 = 1969-12-28 12:00:00: TIMESTAMP(6)
