SELECT things.id FROM things ORDER BY things.id OFFSET CAST($1 AS INTEGER)
-- 1 = 3: INT32
