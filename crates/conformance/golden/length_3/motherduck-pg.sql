SELECT length(CAST($1 AS VARCHAR))
-- 1 = '': TEXT
