SELECT length($1)
-- 1 = '': TEXT
