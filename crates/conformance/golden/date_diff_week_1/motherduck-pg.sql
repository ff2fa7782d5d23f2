SELECT (date_diff('day', date_trunc('week', CAST($1 AS TIMESTAMP)), date_trunc('week', CAST($2 AS TIMESTAMP))) // 7)
-- 1 = 2020-12-31 23:59:59.999999: TIMESTAMP(6)
-- 2 = 2021-01-01 00:00:00: TIMESTAMP(6)
