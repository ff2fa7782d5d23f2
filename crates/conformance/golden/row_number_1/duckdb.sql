SELECT row_number() OVER (ORDER BY v.x) FROM (VALUES ($1), ($2)) AS v(x) ORDER BY v.x
-- 1 = 10: INT64
-- 2 = 20: INT64
