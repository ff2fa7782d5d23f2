UPDATE kept SET n = CASE WHEN kept.id = cast($1 AS LONG) THEN cast($2 AS LONG) ELSE kept.n END WHERE kept.id IS NOT NULL
-- 1 = 1: INT64
-- 2 = 0: INT64
