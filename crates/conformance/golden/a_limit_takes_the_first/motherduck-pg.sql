SELECT things.id FROM things ORDER BY things.id LIMIT CAST($1 AS INTEGER)
-- 1 = 2: INT32
