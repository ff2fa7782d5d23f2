SELECT things.id, things.n = CAST($1 AS INTEGER) FROM things ORDER BY things.id
-- 1 = 5: INT32
