SELECT date_part('year', days.day), date_part('month', days.day), date_part('day', days.day) FROM days WHERE days.id = CAST($1 AS INTEGER)
-- 1 = 2: INT32
