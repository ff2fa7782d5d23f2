SELECT date_part('doy', CAST($1 AS DATE))
-- 1 = 2020-12-31: DATE
