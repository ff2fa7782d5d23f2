SELECT toInt64(toSecond({p1:DateTime64(6)}))
-- 1 = 1969-12-31 23:59:58.75: TIMESTAMP(6)
