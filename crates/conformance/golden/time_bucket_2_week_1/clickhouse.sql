SELECT (toDateTime64({p1:DateTime64(6)}, 6) - toIntervalMicrosecond(positiveModulo(toUnixTimestamp64Micro(toDateTime64({p2:DateTime64(6)}, 6)) - 950400000000, toInt64(1209600000000))))
-- 1 = 1970-01-12 02:30:00: TIMESTAMP(6)
-- 2 = 1970-01-12 02:30:00: TIMESTAMP(6)
