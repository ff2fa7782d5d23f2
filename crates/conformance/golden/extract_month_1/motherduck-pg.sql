SELECT date_part('month', CAST($1 AS DATE))
-- 1 = 2020-12-31: DATE
