SELECT min(v.x) FROM (VALUES ($1), ($2), ($3)) AS v(x)
-- 1 = 'b': TEXT
-- 2 = 'a': TEXT
-- 3 = NULL
