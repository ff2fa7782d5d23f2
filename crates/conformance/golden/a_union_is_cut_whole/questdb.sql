SELECT things.id AS x FROM things UNION ALL SELECT things.id + cast($1 AS LONG) AS x FROM things ORDER BY (x) IS NULL, x LIMIT cast($2 AS INT), cast($3 AS LONG)
-- 1 = 10: INT64
-- 2 = 3: INT32
-- 3 = 5: INT64
