MERGE INTO kept USING arrived ON kept.id = arrived.id WHEN MATCHED THEN UPDATE SET n = arrived.n RETURNING kept.n + CAST(1 AS BIGINT)
