SELECT CAST($1 AS STRUCT(l BIGINT[], s STRUCT(a BIGINT, b VARCHAR)))
-- 1 = {'l': [NULL, 2], 's': {'a': 1, 'b': 'it''s'}}: STRUCT(l LIST(INT64), s STRUCT(a INT64, b TEXT))
