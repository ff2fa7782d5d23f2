SELECT length($1)
-- 1 = 'é': TEXT
