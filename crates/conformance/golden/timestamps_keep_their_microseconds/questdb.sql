SELECT days.at FROM days WHERE days.id = cast($1 AS LONG)
-- 1 = 3: INT64
