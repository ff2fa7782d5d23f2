SELECT v.a, v.b FROM (VALUES ($1, $2), ($3, $4)) AS v(a, b) ORDER BY v.a
-- 1 = 1: INT64
-- 2 = 'x': TEXT
-- 3 = 2: INT64
-- 4 = 'y': TEXT
