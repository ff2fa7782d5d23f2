SELECT modulo({p1:Int64}, nullIf({p2:Int64}, 0)), modulo({p3:Int64}, nullIf({p4:Int64}, 0)), modulo({p5:Int64}, nullIf({p6:Int64}, 0))
-- 1 = 7: INT64
-- 2 = 3: INT64
-- 3 = -7: INT64
-- 4 = 3: INT64
-- 5 = 7: INT64
-- 6 = -3: INT64
