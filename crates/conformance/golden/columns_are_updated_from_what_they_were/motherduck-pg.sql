UPDATE kept SET n = kept.n + CAST($1 AS BIGINT), name = kept.name || CAST($2 AS VARCHAR) WHERE kept.id >= CAST($3 AS INTEGER)
-- 1 = 1: INT64
-- 2 = '!': TEXT
-- 3 = 1: INT32
