SELECT date_part('week', CAST($1 AS DATE))
-- 1 = 2021-01-03: DATE
