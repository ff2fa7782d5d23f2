SELECT lower($1)
-- 1 = 'ÀÉ': TEXT
