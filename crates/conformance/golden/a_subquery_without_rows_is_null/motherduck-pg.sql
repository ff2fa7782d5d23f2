SELECT things.id, (SELECT parts.part FROM parts WHERE parts.part = CAST($1 AS VARCHAR)) FROM things WHERE things.id = CAST($2 AS INTEGER) ORDER BY things.id
-- 1 = 'z': TEXT
-- 2 = 1: INT32
