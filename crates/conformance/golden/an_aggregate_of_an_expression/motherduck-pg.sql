SELECT sum(sales.amount * CAST($1 AS BIGINT)) FROM sales
-- 1 = 2: INT64
