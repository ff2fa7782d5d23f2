SELECT things.id FROM things WHERE things.name IS NOT NULL ORDER BY things.name LIMIT CAST($1 AS INTEGER)
-- 1 = 1: INT32
