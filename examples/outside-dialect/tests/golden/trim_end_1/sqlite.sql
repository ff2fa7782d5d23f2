SELECT rtrim(?1, ' ')
-- 1 = ' a  ': TEXT
