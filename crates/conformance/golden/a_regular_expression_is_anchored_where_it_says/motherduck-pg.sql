SELECT count(*) FROM things WHERE things.id = CAST($1 AS INTEGER) AND regexp_matches(CAST($2 AS VARCHAR), CAST($3 AS VARCHAR))
-- 1 = 1: INT32
-- 2 = 'warehouse': TEXT
-- 3 = '^house': TEXT
