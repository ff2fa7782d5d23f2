SELECT things.id FROM things WHERE things.name = CAST($1 AS VARCHAR)
-- 1 = 'a\'' OR 1 = 1 --': TEXT
