SELECT sqrt({p1:Int64})
-- 1 = 16: INT64
