SELECT date_diff('day', $1, $2)
-- 1 = 2024-02-28: DATE
-- 2 = 2024-03-01: DATE
