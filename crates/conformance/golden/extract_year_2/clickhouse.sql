SELECT toInt64(toYear({p1:Date32}))
-- 1 = 0000-01-01: DATE
