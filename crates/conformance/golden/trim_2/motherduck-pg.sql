SELECT trim(CAST($1 AS VARCHAR), ' ')
-- 1 = '	 a  ': TEXT
