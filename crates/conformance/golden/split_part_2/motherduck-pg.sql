SELECT split_part(CAST($1 AS VARCHAR), CAST($2 AS VARCHAR), CAST($3 AS BIGINT))
-- 1 = 'a,b': TEXT
-- 2 = ',': TEXT
-- 3 = 5: INT64
