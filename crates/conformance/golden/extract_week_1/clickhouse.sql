SELECT toInt64(toISOWeek({p1:Date32}))
-- 1 = 2021-01-03: DATE
