SELECT days.id FROM days WHERE days.day >= CAST($1 AS DATE) ORDER BY days.id
-- 1 = 2024-01-31: DATE
