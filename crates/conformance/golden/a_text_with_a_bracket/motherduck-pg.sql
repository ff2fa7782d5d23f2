SELECT things.id, CAST($1 AS VARCHAR) FROM things WHERE things.id = CAST($2 AS INTEGER)
-- 1 = 'a]; DROP TABLE things; --': TEXT
-- 2 = 1: INT32
