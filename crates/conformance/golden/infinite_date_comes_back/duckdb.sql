SELECT CAST($1 AS DATE)
-- 1 = infinity: DATE
