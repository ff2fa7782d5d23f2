SELECT things.id FROM things ORDER BY ((things.id - cast($1 AS INT)) * (things.id - cast($1 AS INT))) IS NULL, (things.id - cast($1 AS INT)) * (things.id - cast($1 AS INT)) LIMIT cast($2 AS INT)
-- 1 = 3: INT32
-- 2 = 1: INT32
