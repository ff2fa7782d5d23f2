SELECT date_trunc('month', CAST($1 AS DATE))
-- 1 = 2020-05-17: DATE
