SELECT CAST(CAST($1 AS UNION(number BIGINT, word VARCHAR)) AS UNION(number BIGINT, word VARCHAR))
-- 1 = 'x': UNION(number INT64, word TEXT)
