UPDATE kept SET n = kept.n * CAST($1 AS BIGINT) WHERE kept.id = CAST($2 AS INTEGER) RETURNING kept.id, kept.n
-- 1 = 2: INT64
-- 2 = 2: INT32
