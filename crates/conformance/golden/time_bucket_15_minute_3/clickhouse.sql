SELECT (toDateTime64({p1:DateTime64(6)}, 6) - toIntervalMicrosecond(positiveModulo(toUnixTimestamp64Micro(toDateTime64({p2:DateTime64(6)}, 6)) - 0, toInt64(900000000))))
-- 1 = 2024-03-10 02:30:00: TIMESTAMP(6)
-- 2 = 2024-03-10 02:30:00: TIMESTAMP(6)
