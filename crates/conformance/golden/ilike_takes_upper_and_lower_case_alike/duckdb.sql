SELECT count(*) FROM things WHERE things.id = $1 AND $2 ILIKE $3
-- 1 = 1: INT32
-- 2 = 'Warehouse': TEXT
-- 3 = 'wARE%': TEXT
