SELECT log10({p1:Int64})
-- 1 = 1000: INT64
