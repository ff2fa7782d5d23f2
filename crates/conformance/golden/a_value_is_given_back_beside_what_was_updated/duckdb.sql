UPDATE kept SET n = $1 WHERE kept.id = $2 RETURNING kept.n + CAST(1 AS BIGINT), 'it''s' AS done
-- 1 = 40: INT64
-- 2 = 2: INT32
