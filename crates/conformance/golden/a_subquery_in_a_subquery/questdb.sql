SELECT sum(outside.id) FROM (SELECT inside.id FROM (SELECT things.id FROM things WHERE things.id > cast($1 AS LONG)) AS inside WHERE inside.id < cast($2 AS LONG)) AS outside
-- 1 = 1: INT64
-- 2 = 4: INT64
