SELECT (date_diff('day', date_trunc('week', CAST($1 AS TIMESTAMP)), date_trunc('week', CAST($2 AS TIMESTAMP))) // 7)
-- 1 = 1969-12-28 12:00:00: TIMESTAMP(6)
-- 2 = 1969-12-29 00:00:00: TIMESTAMP(6)
