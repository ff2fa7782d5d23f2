SELECT length($1)
-- 1 = 'añ🦆': TEXT
