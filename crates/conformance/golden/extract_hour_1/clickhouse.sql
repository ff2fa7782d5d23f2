SELECT toInt64(toHour({p1:DateTime64(6)}))
-- 1 = 2020-01-01 10:20:30: TIMESTAMP(6)
