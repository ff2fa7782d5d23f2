SELECT ntile($1) OVER (ORDER BY v.x) FROM (VALUES ($2), ($3), ($4), ($5), ($6), ($7), ($8)) AS v(x) ORDER BY v.x
-- 1 = 3: INT64
-- 2 = 0: INT64
-- 3 = 1: INT64
-- 4 = 2: INT64
-- 5 = 3: INT64
-- 6 = 4: INT64
-- 7 = 5: INT64
-- 8 = 6: INT64
