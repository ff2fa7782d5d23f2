SELECT toInt64(toSecond({p1:DateTime64(6)}) * 1000 + toMillisecond({p2:DateTime64(6)}))
-- 1 = 2020-01-01 10:20:30.987654: TIMESTAMP(6)
-- 2 = 2020-01-01 10:20:30.987654: TIMESTAMP(6)
