SELECT time_bucket(to_months(6), CAST($1 AS TIMESTAMP), TIMESTAMP '1970-01-01' + to_months(0))
-- 1 = 2024-12-31 23:58:01: TIMESTAMP(6)
