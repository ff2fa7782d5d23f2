SELECT sum(sales.amount) FILTER (WHERE sales.id > CAST($1 AS INTEGER)) FROM sales
-- 1 = 100: INT32
