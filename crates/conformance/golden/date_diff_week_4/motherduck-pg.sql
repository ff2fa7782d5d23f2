SELECT (date_diff('day', date_trunc('week', CAST($1 AS DATE)), date_trunc('week', CAST($2 AS DATE))) // 7)
-- 1 = 2020-01-06: DATE
-- 2 = 2020-01-12: DATE
