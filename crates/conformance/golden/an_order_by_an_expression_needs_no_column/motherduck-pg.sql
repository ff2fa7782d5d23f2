SELECT things.id FROM things ORDER BY (things.id - CAST($1 AS INTEGER)) * (things.id - CAST($1 AS INTEGER)) LIMIT CAST($2 AS INTEGER)
-- 1 = 3: INT32
-- 2 = 1: INT32
