SELECT count(*) FROM things WHERE things.id = CAST($1 AS INTEGER) AND CAST($2 AS VARCHAR) LIKE CAST($3 AS VARCHAR)
-- 1 = 1: INT32
-- 2 = 'a🦆c': TEXT
-- 3 = 'a_c': TEXT
