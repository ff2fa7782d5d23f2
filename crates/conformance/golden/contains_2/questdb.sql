SELECT ((strpos(cast($1 AS VARCHAR), cast($2 AS VARCHAR)) > 0)) FROM long_sequence(1)
-- 1 = 'abc': TEXT
-- 2 = '': TEXT
