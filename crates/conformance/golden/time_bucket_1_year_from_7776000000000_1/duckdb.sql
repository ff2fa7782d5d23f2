SELECT time_bucket(to_months(12), CAST($1 AS TIMESTAMP), TIMESTAMP '1970-01-01' + to_months(3))
-- 1 = 2024-03-31 23:59:59: TIMESTAMP(6)
