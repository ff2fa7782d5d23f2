SELECT toDateTime64(addMonths(dateTrunc('month', {p1:DateTime64(6)}), -positiveModulo((toYear({p2:DateTime64(6)}) - 1970) * 12 + toMonth({p3:DateTime64(6)}) - 1 - 0, toInt64(1))), 6)
-- 1 = 2024-02-29 23:59:59.999999: TIMESTAMP(6)
-- 2 = 2024-02-29 23:59:59.999999: TIMESTAMP(6)
-- 3 = 2024-02-29 23:59:59.999999: TIMESTAMP(6)
