SELECT replace(cast($1 AS VARCHAR), cast($2 AS VARCHAR), cast($3 AS VARCHAR)) FROM long_sequence(1)
-- 1 = 'aaa': TEXT
-- 2 = 'a': TEXT
-- 3 = 'b': TEXT
