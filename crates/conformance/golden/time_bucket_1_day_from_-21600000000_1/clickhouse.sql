SELECT (toDateTime64({p1:DateTime64(6)}, 6) - toIntervalMicrosecond(positiveModulo(toUnixTimestamp64Micro(toDateTime64({p2:DateTime64(6)}, 6)) - 64800000000, toInt64(86400000000))))
-- 1 = 2024-01-01 17:59:59: TIMESTAMP(6)
-- 2 = 2024-01-01 17:59:59: TIMESTAMP(6)
