UPDATE kept SET name = NULL WHERE kept.id = cast($1 AS LONG)
-- 1 = 1: INT64
