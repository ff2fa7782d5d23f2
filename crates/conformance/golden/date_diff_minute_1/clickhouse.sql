SELECT toInt64(dateDiff('minute', {p1:DateTime64(6)}, {p2:DateTime64(6)}))
-- 1 = 2020-12-31 23:59:59.999999: TIMESTAMP(6)
-- 2 = 2021-01-01 00:00:00: TIMESTAMP(6)
