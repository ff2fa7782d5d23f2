SELECT toInt64(positionUTF8({p1:String}, {p2:String}))
-- 1 = 'abc': TEXT
-- 2 = 'z': TEXT
