DELETE FROM kept WHERE kept.id = CAST($1 AS INTEGER) RETURNING kept.id, kept.name
-- 1 = 2: INT32
