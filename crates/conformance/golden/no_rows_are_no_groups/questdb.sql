SELECT sum(sales.amount) FROM sales WHERE sales.id > cast($1 AS LONG) GROUP BY sales.region
-- 1 = 100: INT64
