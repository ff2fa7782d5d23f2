SELECT toInt64(toQuarter({p1:Date32}))
-- 1 = 2020-12-31: DATE
