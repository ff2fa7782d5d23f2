SELECT ((right(cast($1 AS VARCHAR), length(cast(cast($2 AS VARCHAR) AS STRING))) = cast($3 AS VARCHAR))) FROM long_sequence(1)
-- 1 = 'abc': TEXT
-- 2 = 'bc': TEXT
-- 3 = 'bc': TEXT
