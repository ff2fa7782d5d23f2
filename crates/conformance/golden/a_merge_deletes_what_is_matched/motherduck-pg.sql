MERGE INTO kept USING arrived ON kept.id = arrived.id WHEN MATCHED THEN DELETE
