SELECT (toDateTime64({p1:DateTime64(6)}, 6) - toIntervalMicrosecond(positiveModulo(toUnixTimestamp64Micro(toDateTime64({p2:DateTime64(6)}, 6)) - 120000000, toInt64(300000000))))
-- 1 = 1969-12-31 23:56:59: TIMESTAMP(6)
-- 2 = 1969-12-31 23:56:59: TIMESTAMP(6)
