SELECT ticks.v FROM ticks WHERE ticks."at" >= $1 AND ticks."at" < $2 ORDER BY ticks.v
-- 1 = 2024-05-01 00:00:20: TIMESTAMP(6)
-- 2 = 2024-05-01 00:00:21: TIMESTAMP(6)
