SELECT length($1)
-- 1 = NULL: TEXT
