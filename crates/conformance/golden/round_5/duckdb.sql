SELECT round($1, CAST($2 AS INTEGER))
-- 1 = -1.25: DECIMAL(3, 2)
-- 2 = 1: INT64
