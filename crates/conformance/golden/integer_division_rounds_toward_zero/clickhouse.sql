SELECT intDiv({p1:Int64}, nullIf({p2:Int64}, 0))
-- 1 = 7: INT64
-- 2 = 2: INT64
