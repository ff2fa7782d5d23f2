SELECT (toDateTime64({p1:Nullable(DateTime64(6))}, 6) - toIntervalMicrosecond(positiveModulo(toUnixTimestamp64Micro(toDateTime64({p2:Nullable(DateTime64(6))}, 6)) - 0, toInt64(900000000))))
-- 1 = NULL: TIMESTAMP(6)
-- 2 = NULL: TIMESTAMP(6)
