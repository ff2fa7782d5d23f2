SELECT greatest({p1:Int64}, NULL, {p2:Int64})
-- 1 = 1: INT64
-- 2 = 3: INT64
