SELECT things.id FROM things WHERE things.name NOT LIKE CAST($1 AS VARCHAR) ORDER BY things.id
-- 1 = 'x%': TEXT
