SELECT days.id FROM days WHERE days.at < cast($1 AS TIMESTAMP) OR days.at >= cast($2 AS TIMESTAMP) ORDER BY (days.id) IS NULL, days.id
-- 1 = 2024-01-01 00:00:00: TIMESTAMP(6)
-- 2 = 2024-03-01 00:00:00: TIMESTAMP(6)
