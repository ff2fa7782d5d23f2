SELECT sum(outside.id) FROM (SELECT inside.id FROM (SELECT things.id FROM things WHERE things.id > CAST($1 AS INTEGER)) AS inside WHERE inside.id < CAST($2 AS INTEGER)) AS outside
-- 1 = 1: INT32
-- 2 = 4: INT32
