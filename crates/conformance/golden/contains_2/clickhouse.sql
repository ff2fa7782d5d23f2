SELECT CAST(position({p1:String}, {p2:String}) > 0 AS Nullable(Bool))
-- 1 = 'abc': TEXT
-- 2 = '': TEXT
