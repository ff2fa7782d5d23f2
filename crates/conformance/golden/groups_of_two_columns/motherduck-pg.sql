SELECT sales.region, sales.amount, count(*) FROM sales WHERE sales.amount = CAST($1 AS INTEGER) GROUP BY sales.region, sales.amount ORDER BY sales.region
-- 1 = 20: INT32
