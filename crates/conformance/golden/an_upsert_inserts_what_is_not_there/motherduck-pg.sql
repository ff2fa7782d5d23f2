INSERT INTO kept (id, n, name) VALUES (CAST($1 AS BIGINT), CAST($2 AS BIGINT), CAST($3 AS VARCHAR)) ON CONFLICT (id) DO UPDATE SET n = excluded.n
-- 1 = 3: INT64
-- 2 = 30: INT64
-- 3 = 'c': TEXT
