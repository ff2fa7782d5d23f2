SELECT length(things.name) FROM things WHERE things.id = CAST($1 AS INTEGER)
-- 1 = 4: INT32
