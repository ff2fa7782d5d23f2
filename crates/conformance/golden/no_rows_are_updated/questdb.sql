UPDATE kept SET n = cast($1 AS LONG) WHERE kept.id > cast($2 AS LONG)
-- 1 = 99: INT64
-- 2 = 100: INT64
