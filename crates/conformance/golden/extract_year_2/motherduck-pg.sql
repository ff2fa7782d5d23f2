SELECT date_part('year', CAST($1 AS DATE))
-- 1 = 0000-01-01: DATE
