SELECT ticks.v FROM ticks WHERE ticks.at >= cast($1 AS TIMESTAMP) AND ticks.at < cast($2 AS TIMESTAMP) ORDER BY (ticks.v) IS NULL, ticks.v
-- 1 = 2024-05-01 00:00:10: TIMESTAMP(6)
-- 2 = 2024-05-01 00:00:20: TIMESTAMP(6)
