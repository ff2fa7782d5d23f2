SELECT things.id, things.n = $1 FROM things ORDER BY things.id
-- 1 = 5: INT32
