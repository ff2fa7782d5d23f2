SELECT days.id FROM days WHERE days."at" > $1 ORDER BY days.id
-- 1 = 2023-12-31 23:59:59.999998: TIMESTAMP(6)
