UPDATE kept SET name = NULL WHERE kept.id = CAST($1 AS INTEGER)
-- 1 = 1: INT32
