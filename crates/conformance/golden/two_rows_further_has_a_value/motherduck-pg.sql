SELECT sales.id, lead(sales.id, CAST($1 AS BIGINT), CAST($2 AS BIGINT)) OVER (ORDER BY sales.id) FROM sales ORDER BY sales.id
-- 1 = 2: INT64
-- 2 = -1: INT64
