SELECT things.id FROM things WHERE things.name IS NOT NULL ORDER BY (things.name) IS NULL, things.name LIMIT cast($1 AS INT)
-- 1 = 1: INT32
