SELECT date_part('isodow', CAST($1 AS DATE))
-- 1 = 2020-01-05: DATE
