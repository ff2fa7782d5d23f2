SELECT regexpExtract({p1:String}, {p2:String}, {p3:Int64})
-- 1 = 'ab12': TEXT
-- 2 = '([a-z]+)([0-9]+)': TEXT
-- 3 = 0: INT64
