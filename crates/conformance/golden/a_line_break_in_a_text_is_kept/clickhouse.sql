SELECT {p1:String}
-- 1 = 'a
b	c': TEXT
