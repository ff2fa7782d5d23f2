SELECT toInt64(positionUTF8({p1:String}, {p2:String}))
-- 1 = 'añb': TEXT
-- 2 = 'b': TEXT
