UPDATE kept SET n = kept.n + cast($1 AS LONG), name = CASE WHEN kept.name IS NOT NULL THEN kept.name || cast($2 AS VARCHAR) END WHERE kept.id >= cast($3 AS LONG)
-- 1 = 1: INT64
-- 2 = '!': TEXT
-- 3 = 1: INT64
