SELECT days.id FROM days WHERE days."at" >= $1 AND days."at" < $2 ORDER BY days.id
-- 1 = 2023-12-01 00:00:00: TIMESTAMP(6)
-- 2 = 2024-01-01 00:00:00: TIMESTAMP(6)
