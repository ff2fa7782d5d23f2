SELECT divide(toFloat64({p1:Int64}), toFloat64({p2:Int64})), divide(toFloat64({p3:Int64}), toFloat64({p4:Int64})), divide(toFloat64({p5:Int64}), toFloat64({p6:Int64}))
-- 1 = 7: INT64
-- 2 = 2: INT64
-- 3 = -7: INT64
-- 4 = 2: INT64
-- 5 = 6: INT64
-- 6 = 3: INT64
