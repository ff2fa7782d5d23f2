SELECT things.id FROM things WHERE things.name = CAST($1 AS VARCHAR)
-- 1 = 'X': TEXT
