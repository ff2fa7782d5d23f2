SELECT (toDateTime64({p1:DateTime64(6)}, 6) - toIntervalMicrosecond(positiveModulo(toUnixTimestamp64Micro(toDateTime64({p2:DateTime64(6)}, 6)) - 0, toInt64(21600000000))))
-- 1 = 2024-10-27 03:00:00: TIMESTAMP(6)
-- 2 = 2024-10-27 03:00:00: TIMESTAMP(6)
