SELECT CAST(days."at" + $1 AS TIMESTAMP) FROM days WHERE days.id = $2
-- 1 = 00:30:00: INTERVAL
-- 2 = 1: INT32
