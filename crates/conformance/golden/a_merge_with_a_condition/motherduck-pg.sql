MERGE INTO kept USING arrived ON kept.id = arrived.id WHEN NOT MATCHED AND arrived.n < CAST($1 AS INTEGER) THEN INSERT (id) VALUES (arrived.id)
-- 1 = 100: INT32
