SELECT things.id FROM things WHERE things.name = cast($1 AS VARCHAR)
-- 1 = 'a\': TEXT
