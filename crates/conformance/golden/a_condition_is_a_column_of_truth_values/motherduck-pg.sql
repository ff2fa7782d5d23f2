SELECT things.id, things.id > CAST($1 AS INTEGER) FROM things ORDER BY things.id
-- 1 = 2: INT32
