SELECT cast($1 AS VARCHAR) FROM long_sequence(1)
-- 1 = '? $1 :x {a:Int8}': TEXT
