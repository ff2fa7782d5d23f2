SELECT toDateTime64(dateTrunc('month', {p1:Date32}), 6)
-- 1 = 2020-05-17: DATE
