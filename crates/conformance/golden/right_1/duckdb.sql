SELECT right($1, $2)
-- 1 = 'añ🦆': TEXT
-- 2 = 2: INT64
