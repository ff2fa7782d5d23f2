SELECT toInt64(dateDiff('day', {p1:Date32}, {p2:Date32}))
-- 1 = 2024-02-28: DATE
-- 2 = 2024-03-01: DATE
