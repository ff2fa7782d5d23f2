SELECT count(*) FROM things WHERE things.id = CAST($1 AS INTEGER) AND CAST($2 AS VARCHAR) SIMILAR TO CAST($3 AS VARCHAR)
-- 1 = 1: INT32
-- 2 = 'abc': TEXT
-- 3 = '(abc|xyz)': TEXT
