INSERT INTO kept (id, n, name) VALUES (CAST($1 AS BIGINT), CAST($2 AS BIGINT), CAST($3 AS VARCHAR)) ON CONFLICT (id) DO UPDATE SET n = kept.n + excluded.n
-- 1 = 2: INT64
-- 2 = 1: INT64
-- 3 = 'z': TEXT
