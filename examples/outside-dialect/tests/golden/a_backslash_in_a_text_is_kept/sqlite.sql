SELECT ?1
-- 1 = 'C:\new\t': TEXT
