SELECT things.id, things.id * CAST($1 AS INTEGER) AS turned FROM things ORDER BY turned DESC LIMIT CAST($2 AS INTEGER)
-- 1 = -1: INT32
-- 2 = 2: INT32
