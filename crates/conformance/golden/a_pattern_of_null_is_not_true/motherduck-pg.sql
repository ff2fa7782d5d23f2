SELECT things.id FROM things WHERE things.name LIKE CAST($1 AS VARCHAR) ORDER BY things.id
-- 1 = '%': TEXT
