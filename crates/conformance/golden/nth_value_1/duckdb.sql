SELECT nth_value(v.x, $1) OVER (ORDER BY v.x) FROM (VALUES ($2), ($3), ($4)) AS v(x) ORDER BY v.x
-- 1 = 2: INT64
-- 2 = 0: INT64
-- 3 = 1: INT64
-- 4 = 2: INT64
