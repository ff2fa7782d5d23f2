(SELECT things.id AS x FROM things ORDER BY things.id DESC LIMIT $1) UNION ALL (SELECT things.id AS x FROM things ORDER BY things.id LIMIT $2) ORDER BY x
-- 1 = 1: INT32
-- 2 = 1: INT32
