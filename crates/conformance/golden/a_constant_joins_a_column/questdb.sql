SELECT things.id AS x FROM things UNION ALL SELECT cast($1 AS LONG) FROM long_sequence(1) ORDER BY (x) IS NULL, x DESC LIMIT cast($2 AS INT)
-- 1 = 100: INT64
-- 2 = 2: INT32
