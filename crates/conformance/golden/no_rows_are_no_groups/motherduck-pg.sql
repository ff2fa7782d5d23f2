SELECT sum(sales.amount) FROM sales WHERE sales.id > CAST($1 AS INTEGER) GROUP BY sales.region
-- 1 = 100: INT32
