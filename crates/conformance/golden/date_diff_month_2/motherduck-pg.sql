SELECT date_diff('month', CAST($1 AS DATE), CAST($2 AS DATE))
-- 1 = 2021-03-01: DATE
-- 2 = 2020-01-31: DATE
