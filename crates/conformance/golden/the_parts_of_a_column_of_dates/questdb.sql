SELECT cast(extract(year FROM days.day) AS LONG), cast(extract(month FROM days.day) AS LONG), cast(extract(day FROM days.day) AS LONG) FROM days WHERE days.id = cast($1 AS LONG)
-- 1 = 2: INT64
