SELECT substring($1, $2, $3)
-- 1 = 'añ🦆b': TEXT
-- 2 = 2: INT64
-- 3 = 2: INT64
