SELECT (toDateTime64({p1:DateTime64(6)}, 6) - toIntervalMicrosecond(positiveModulo(toUnixTimestamp64Micro(toDateTime64({p2:DateTime64(6)}, 6)) - 0, toInt64(604800000000))))
-- 1 = 1969-12-31 23:58:01: TIMESTAMP(6)
-- 2 = 1969-12-31 23:58:01: TIMESTAMP(6)
