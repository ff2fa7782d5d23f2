SELECT lower(CAST($1 AS VARCHAR))
-- 1 = 'ÀÉ': TEXT
