SELECT things.id FROM things WHERE things.name = CAST($1 AS VARCHAR)
-- 1 = '$1 ? :a {a:Int8} @p %s': TEXT
