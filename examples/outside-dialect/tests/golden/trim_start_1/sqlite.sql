SELECT ltrim(?1, ' ')
-- 1 = '  a ': TEXT
