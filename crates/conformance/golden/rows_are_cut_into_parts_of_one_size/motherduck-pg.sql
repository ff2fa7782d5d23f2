SELECT sales.id, ntile(CAST($1 AS BIGINT)) OVER (ORDER BY sales.id) FROM sales ORDER BY sales.id
-- 1 = 4: INT64
