SELECT {p1:String}
-- 1 = '? $1 :x {a:Int8}': TEXT
