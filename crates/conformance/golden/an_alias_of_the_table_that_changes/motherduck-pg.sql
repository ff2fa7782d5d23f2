UPDATE kept AS x SET n = x.n + CAST($1 AS BIGINT) WHERE x.id = CAST($2 AS INTEGER)
-- 1 = 1: INT64
-- 2 = 1: INT32
