SELECT sign({p1:Int64})
-- 1 = 0: INT64
