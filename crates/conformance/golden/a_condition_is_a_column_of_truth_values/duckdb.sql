SELECT things.id, things.id > $1 FROM things ORDER BY things.id
-- 1 = 2: INT32
