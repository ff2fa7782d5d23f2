SELECT date_diff('day', CAST($1 AS DATE), CAST($2 AS DATE))
-- 1 = 2024-02-28: DATE
-- 2 = 2024-03-01: DATE
