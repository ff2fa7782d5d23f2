SELECT cume_dist() OVER (ORDER BY v.x) FROM (VALUES ($1), ($2), ($3), ($4)) AS v(x) ORDER BY v.x
-- 1 = 1: INT64
-- 2 = 1: INT64
-- 3 = 2: INT64
-- 4 = 3: INT64
