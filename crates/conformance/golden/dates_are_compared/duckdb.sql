SELECT days.id FROM days WHERE days.day >= $1 ORDER BY days.id
-- 1 = 2024-01-31: DATE
