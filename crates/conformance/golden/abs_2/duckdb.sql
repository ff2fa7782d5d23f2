SELECT abs($1)
-- 1 = -1.25: DECIMAL(3, 2)
