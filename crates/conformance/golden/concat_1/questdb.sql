SELECT concat(cast($1 AS VARCHAR), NULL, cast($2 AS VARCHAR)) FROM long_sequence(1)
-- 1 = 'a': TEXT
-- 2 = 'b': TEXT
