UPDATE kept SET n = CAST($1 AS BIGINT) WHERE kept.id = CAST($2 AS INTEGER) RETURNING kept.n + CAST(1 AS BIGINT), 'it''s' AS done
-- 1 = 40: INT64
-- 2 = 2: INT32
