SELECT count() FROM (SELECT things.id FROM things EXCEPT SELECT things.id FROM things WHERE things.id > cast($1 AS LONG)) AS e
-- 1 = 1: INT64
