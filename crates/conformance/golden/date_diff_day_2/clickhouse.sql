SELECT toInt64(dateDiff('day', {p1:DateTime64(6)}, {p2:Date32}))
-- 1 = 2020-01-01 23:00:00: TIMESTAMP(6)
-- 2 = 2020-01-02: DATE
