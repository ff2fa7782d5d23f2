SELECT date_part('year', days.day), date_part('month', days.day), date_part('day', days.day) FROM days WHERE days.id = $1
-- 1 = 2: INT32
