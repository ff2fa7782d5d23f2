SELECT toDateTime64(dateTrunc('month', {p1:DateTime64(6)}), 6)
-- 1 = 1969-12-31 23:59:59: TIMESTAMP(6)
