SELECT toDateTime64(dateTrunc('millisecond', {p1:DateTime64(6)}), 6)
-- 1 = 2020-05-17 10:20:30.987654: TIMESTAMP(6)
