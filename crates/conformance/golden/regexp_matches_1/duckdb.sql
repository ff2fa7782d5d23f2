SELECT regexp_matches($1, $2)
-- 1 = 'abc': TEXT
-- 2 = 'b.': TEXT
