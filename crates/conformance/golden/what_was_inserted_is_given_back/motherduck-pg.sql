INSERT INTO arrived (id, n) VALUES (CAST($1 AS BIGINT), CAST($2 AS BIGINT)) RETURNING arrived.n, arrived.id + CAST(1 AS BIGINT) AS next
-- 1 = 4: INT64
-- 2 = 400: INT64
