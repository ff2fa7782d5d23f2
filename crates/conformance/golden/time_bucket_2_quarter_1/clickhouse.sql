SELECT toDateTime64(addMonths(dateTrunc('month', {p1:DateTime64(6)}), -positiveModulo((toYear({p2:DateTime64(6)}) - 1970) * 12 + toMonth({p3:DateTime64(6)}) - 1 - 0, toInt64(6))), 6)
-- 1 = 2024-12-31 23:58:01: TIMESTAMP(6)
-- 2 = 2024-12-31 23:58:01: TIMESTAMP(6)
-- 3 = 2024-12-31 23:58:01: TIMESTAMP(6)
