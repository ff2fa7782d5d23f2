SELECT date_part('quarter', $1)
-- 1 = 2020-12-31: DATE
