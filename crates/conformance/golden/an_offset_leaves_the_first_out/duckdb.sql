SELECT things.id FROM things ORDER BY things.id OFFSET $1
-- 1 = 3: INT32
