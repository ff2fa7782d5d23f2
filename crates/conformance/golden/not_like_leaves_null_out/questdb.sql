SELECT things.id FROM things WHERE things.name NOT LIKE cast($1 AS VARCHAR) AND things.name IS NOT NULL ORDER BY (things.id) IS NULL, things.id
-- 1 = 'x%': TEXT
