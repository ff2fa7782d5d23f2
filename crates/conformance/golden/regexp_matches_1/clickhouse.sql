SELECT CAST(match({p1:String}, {p2:String}) AS Nullable(Bool))
-- 1 = 'abc': TEXT
-- 2 = 'b.': TEXT
