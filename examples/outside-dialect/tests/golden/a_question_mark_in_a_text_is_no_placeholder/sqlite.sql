SELECT ?1
-- 1 = '? $1 :x {a:Int8}': TEXT
