SELECT days."at" FROM days WHERE days.id = CAST($1 AS INTEGER)
-- 1 = 3: INT32
