SELECT sales.amount / CAST($1 AS BIGINT) FROM sales WHERE sales.id = CAST($2 AS INTEGER)
-- 1 = 4: INT64
-- 2 = 1: INT32
