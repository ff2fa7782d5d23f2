SELECT least({p1:Int64}, {p2:Int64}, NULL)
-- 1 = 5: INT64
-- 2 = 2: INT64
