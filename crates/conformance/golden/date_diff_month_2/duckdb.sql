SELECT date_diff('month', $1, $2)
-- 1 = 2021-03-01: DATE
-- 2 = 2020-01-31: DATE
