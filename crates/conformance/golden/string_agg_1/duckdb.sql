SELECT string_agg(v.x, $1 ORDER BY v.x NULLS LAST) FROM (VALUES ($2), ($3), ($4)) AS v(x)
-- 1 = ', ': TEXT
-- 2 = 'b': TEXT
-- 3 = NULL
-- 4 = 'a': TEXT
