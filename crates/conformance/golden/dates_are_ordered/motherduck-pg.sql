SELECT days.day FROM days WHERE days.day IS NOT NULL ORDER BY days.day
