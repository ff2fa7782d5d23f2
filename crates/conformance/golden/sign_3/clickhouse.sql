SELECT sign({p1:Int64})
-- 1 = 7: INT64
