SELECT CAST(endsWith({p1:String}, {p2:String}) AS Nullable(Bool))
-- 1 = 'abc': TEXT
-- 2 = 'bc': TEXT
