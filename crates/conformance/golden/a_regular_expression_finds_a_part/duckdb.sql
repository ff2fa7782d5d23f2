SELECT count(*) FROM things WHERE things.id = $1 AND regexp_matches($2, $3)
-- 1 = 1: INT32
-- 2 = 'warehouse': TEXT
-- 3 = 'h[ou]+s': TEXT
