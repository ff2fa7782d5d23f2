SELECT count(*) FROM (SELECT things.id FROM things EXCEPT SELECT things.id FROM things WHERE things.id > CAST($1 AS INTEGER)) AS e
-- 1 = 1: INT32
