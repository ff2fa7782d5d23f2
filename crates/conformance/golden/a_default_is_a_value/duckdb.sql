INSERT INTO arrived (id, n) VALUES ($1, DEFAULT)
-- 1 = 4: INT64
