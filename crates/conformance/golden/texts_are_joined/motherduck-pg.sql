SELECT things.name || CAST($1 AS VARCHAR) || things.name FROM things WHERE things.id = CAST($2 AS INTEGER)
-- 1 = '-': TEXT
-- 2 = 4: INT32
