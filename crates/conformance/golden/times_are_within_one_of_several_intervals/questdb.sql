SELECT ticks.v FROM ticks WHERE (ticks.at >= cast($1 AS TIMESTAMP) AND ticks.at < cast($2 AS TIMESTAMP)) AND ((ticks.at >= cast($3 AS TIMESTAMP) AND ticks.at < cast($4 AS TIMESTAMP)) OR (ticks.at >= cast($5 AS TIMESTAMP) AND ticks.at < cast($6 AS TIMESTAMP))) ORDER BY (ticks.v) IS NULL, ticks.v
-- 1 = 2024-05-01 00:00:10: TIMESTAMP(6)
-- 2 = 2024-05-01 00:00:31: TIMESTAMP(6)
-- 3 = 2024-05-01 00:00:10: TIMESTAMP(6)
-- 4 = 2024-05-01 00:00:11: TIMESTAMP(6)
-- 5 = 2024-05-01 00:00:30: TIMESTAMP(6)
-- 6 = 2024-05-01 00:00:31: TIMESTAMP(6)
