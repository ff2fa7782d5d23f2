SELECT things.id, CASE WHEN things.id <= CAST($1 AS INTEGER) THEN things.n END FROM things ORDER BY things.id
-- 1 = 2: INT32
