SELECT multiply({p1:Int64}, sign({p2:Int64}))
-- 1 = -5: INT64
-- 2 = -5: INT64
