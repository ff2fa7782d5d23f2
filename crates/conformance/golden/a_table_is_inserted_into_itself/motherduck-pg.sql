INSERT INTO arrived (id, n) SELECT arrived.id + CAST($1 AS BIGINT), arrived.n FROM arrived
-- 1 = 10: INT64
