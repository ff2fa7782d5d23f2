SELECT date_trunc('month', $1)
-- 1 = 2020-05-17: DATE
