SELECT CAST(startsWith({p1:String}, {p2:String}) AS Nullable(Bool))
-- 1 = 'a%c': TEXT
-- 2 = 'a%': TEXT
