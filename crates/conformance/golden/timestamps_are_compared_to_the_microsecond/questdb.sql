SELECT days.id FROM days WHERE days.at > cast($1 AS TIMESTAMP) ORDER BY (days.id) IS NULL, days.id
-- 1 = 2023-12-31 23:59:59.999998: TIMESTAMP(6)
