SELECT trim(?1, ' ')
-- 1 = '	 a  ': TEXT
