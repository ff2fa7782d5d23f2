SELECT toInt64(toMonth({p1:Date32}))
-- 1 = 2020-12-31: DATE
