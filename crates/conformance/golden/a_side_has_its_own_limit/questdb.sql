(SELECT things.id AS x FROM things ORDER BY (things.id) IS NULL, things.id DESC LIMIT cast($1 AS INT)) UNION ALL (SELECT things.id AS x FROM things ORDER BY (things.id) IS NULL, things.id LIMIT cast($2 AS INT)) ORDER BY (x) IS NULL, x
-- 1 = 1: INT32
-- 2 = 1: INT32
