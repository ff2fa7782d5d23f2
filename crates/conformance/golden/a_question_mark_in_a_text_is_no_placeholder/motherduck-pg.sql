SELECT CAST($1 AS VARCHAR)
-- 1 = '? $1 :x {a:Int8}': TEXT
