(SELECT things.id AS x FROM things EXCEPT SELECT things.id FROM things WHERE things.id > cast($1 AS LONG)) UNION ALL SELECT things.id FROM things WHERE things.id = cast($2 AS LONG) ORDER BY (x) IS NULL, x
-- 1 = 1: INT64
-- 2 = 4: INT64
