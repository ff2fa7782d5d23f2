SELECT length(things.name) FROM things WHERE things.id = $1
-- 1 = 4: INT32
