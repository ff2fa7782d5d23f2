SELECT toInt64(toDayOfYear({p1:Date32}))
-- 1 = 2020-12-31: DATE
