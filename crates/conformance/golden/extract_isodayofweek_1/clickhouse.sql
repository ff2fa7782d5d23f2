SELECT toInt64(toDayOfWeek({p1:Date32}))
-- 1 = 2020-01-05: DATE
