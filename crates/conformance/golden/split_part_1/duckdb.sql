SELECT split_part($1, $2, $3)
-- 1 = 'a,b': TEXT
-- 2 = ',': TEXT
-- 3 = 2: INT64
