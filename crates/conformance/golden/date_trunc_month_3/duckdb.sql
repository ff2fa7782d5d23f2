SELECT date_trunc('month', $1)
-- 1 = 1969-12-31 23:59:59: TIMESTAMP(6)
