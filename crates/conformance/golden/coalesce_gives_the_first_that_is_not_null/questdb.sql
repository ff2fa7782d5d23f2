SELECT things.id FROM things WHERE coalesce(things.n, cast($1 AS INT)) = cast($2 AS INT) ORDER BY (things.id) IS NULL, things.id
-- 1 = 7: INT32
-- 2 = 7: INT32
