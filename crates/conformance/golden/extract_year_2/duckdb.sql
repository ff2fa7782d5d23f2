SELECT date_part('year', $1)
-- 1 = 0000-01-01: DATE
