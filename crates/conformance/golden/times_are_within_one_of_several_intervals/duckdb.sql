SELECT ticks.v FROM ticks WHERE (ticks."at" >= $1 AND ticks."at" < $2) AND ((ticks."at" >= $3 AND ticks."at" < $4) OR (ticks."at" >= $5 AND ticks."at" < $6)) ORDER BY ticks.v
-- 1 = 2024-05-01 00:00:10: TIMESTAMP(6)
-- 2 = 2024-05-01 00:00:31: TIMESTAMP(6)
-- 3 = 2024-05-01 00:00:10: TIMESTAMP(6)
-- 4 = 2024-05-01 00:00:11: TIMESTAMP(6)
-- 5 = 2024-05-01 00:00:30: TIMESTAMP(6)
-- 6 = 2024-05-01 00:00:31: TIMESTAMP(6)
