SELECT trim(?1, ' ')
-- 1 = '  a b  ': TEXT
