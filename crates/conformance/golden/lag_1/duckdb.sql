SELECT lag(v.x, $1, $2) OVER (ORDER BY v.x) FROM (VALUES ($3), ($4), ($5)) AS v(x) ORDER BY v.x
-- 1 = 1: INT64
-- 2 = 0: INT64
-- 3 = 0: INT64
-- 4 = 1: INT64
-- 5 = 2: INT64
