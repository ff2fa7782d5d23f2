SELECT things.id FROM things WHERE things.id > ALL (SELECT parts.of FROM parts WHERE parts.part = CAST($1 AS VARCHAR)) ORDER BY things.id
-- 1 = 'z': TEXT
