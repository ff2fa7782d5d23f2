SELECT things.id FROM things WHERE CASE WHEN things.name IS NOT NULL THEN things.name || cast($1 AS VARCHAR) END IS NULL ORDER BY (things.id) IS NULL, things.id
-- 1 = '!': TEXT
