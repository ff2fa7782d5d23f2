SELECT rightUTF8({p1:String}, {p2:Int64})
-- 1 = 'añ🦆': TEXT
-- 2 = 2: INT64
