SELECT toInt64(length({p1:String}))
-- 1 = \x61\xC3\xB1: BYTES
