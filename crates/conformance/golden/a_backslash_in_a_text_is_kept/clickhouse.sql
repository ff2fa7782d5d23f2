SELECT {p1:String}
-- 1 = 'C:\new\t': TEXT
