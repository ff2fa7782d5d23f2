SELECT contains(CAST($1 AS VARCHAR), CAST($2 AS VARCHAR))
-- 1 = 'abc': TEXT
-- 2 = '%': TEXT
