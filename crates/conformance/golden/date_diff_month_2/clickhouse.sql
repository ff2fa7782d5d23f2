SELECT toInt64(dateDiff('month', {p1:Date32}, {p2:Date32}))
-- 1 = 2021-03-01: DATE
-- 2 = 2020-01-31: DATE
