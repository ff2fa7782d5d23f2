SELECT sales.region FROM sales WHERE sales.region IS NOT NULL GROUP BY sales.region HAVING sum(sales.amount) < CAST($1 AS INTEGER)
-- 1 = 50: INT32
