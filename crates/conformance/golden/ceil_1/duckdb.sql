SELECT ceil($1)
-- 1 = -1.2: DECIMAL(2, 1)
