SELECT count() FROM things WHERE things.id = cast($1 AS LONG) AND cast($2 AS VARCHAR) NOT ILIKE cast($3 AS VARCHAR)
-- 1 = 1: INT64
-- 2 = 'Warehouse': TEXT
-- 3 = 'wARE%': TEXT
