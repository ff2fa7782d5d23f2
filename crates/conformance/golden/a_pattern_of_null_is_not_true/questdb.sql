SELECT things.id FROM things WHERE things.name LIKE cast($1 AS VARCHAR) ORDER BY (things.id) IS NULL, things.id
-- 1 = '%': TEXT
