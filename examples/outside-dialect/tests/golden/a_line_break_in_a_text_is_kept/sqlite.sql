SELECT ?1
-- 1 = 'a
b	c': TEXT
