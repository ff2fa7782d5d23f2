SELECT arrayElement(splitByString({p1:String}, {p2:String}), {p3:Int64})
-- 1 = ',': TEXT
-- 2 = 'a,b': TEXT
-- 3 = 2: INT64
