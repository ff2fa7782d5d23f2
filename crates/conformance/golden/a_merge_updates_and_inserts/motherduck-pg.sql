MERGE INTO kept USING arrived ON kept.id = arrived.id WHEN MATCHED THEN UPDATE SET n = arrived.n WHEN NOT MATCHED THEN INSERT (id, n, name) VALUES (arrived.id, arrived.n, CAST($1 AS VARCHAR))
-- 1 = 'new': TEXT
