SELECT (date_diff('day', date_trunc('week', $1), date_trunc('week', $2)) // 7)
-- 1 = 2020-01-06: DATE
-- 2 = 2020-01-12: DATE
