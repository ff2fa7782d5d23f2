SELECT count(*) FROM things WHERE things.id = CAST($1 AS INTEGER) AND CAST($2 AS VARCHAR) LIKE CAST($3 AS VARCHAR) ESCAPE '!'
-- 1 = 1: INT32
-- 2 = '50 days': TEXT
-- 3 = '50!%': TEXT
