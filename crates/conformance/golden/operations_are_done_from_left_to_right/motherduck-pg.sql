(SELECT things.id AS x FROM things EXCEPT SELECT things.id FROM things WHERE things.id > CAST($1 AS INTEGER)) UNION ALL SELECT things.id FROM things WHERE things.id = CAST($2 AS INTEGER) ORDER BY x
-- 1 = 1: INT32
-- 2 = 4: INT32
