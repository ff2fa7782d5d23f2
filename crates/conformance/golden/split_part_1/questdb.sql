SELECT split_part(cast($1 AS VARCHAR), cast($2 AS VARCHAR), cast(cast($3 AS LONG) AS INT)) FROM long_sequence(1)
-- 1 = 'a,b': TEXT
-- 2 = ',': TEXT
-- 3 = 2: INT64
