SELECT count(*) FROM things WHERE things.id = $1 AND $2 SIMILAR TO $3
-- 1 = 1: INT32
-- 2 = 'abc': TEXT
-- 3 = '(abc|xyz)': TEXT
