SELECT things.id FROM things WHERE things.name || CAST($1 AS VARCHAR) IS NULL ORDER BY things.id
-- 1 = '!': TEXT
