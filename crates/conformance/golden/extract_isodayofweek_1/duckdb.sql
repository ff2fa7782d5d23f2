SELECT date_part('isodow', $1)
-- 1 = 2020-01-05: DATE
