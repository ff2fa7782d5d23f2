(SELECT things.id AS x FROM things ORDER BY things.id DESC LIMIT CAST($1 AS INTEGER)) UNION ALL (SELECT things.id AS x FROM things ORDER BY things.id LIMIT CAST($2 AS INTEGER)) ORDER BY x
-- 1 = 1: INT32
-- 2 = 1: INT32
