SELECT intDiv({p1:Int64}, nullIf({p2:Int64}, 0))
-- 1 = 9223372036854775806: INT64
-- 2 = 2: INT64
