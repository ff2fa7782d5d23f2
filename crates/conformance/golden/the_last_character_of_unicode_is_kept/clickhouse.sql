SELECT {p1:String}
-- 1 = '􏿿': TEXT
