SELECT sum(sales.amount * cast($1 AS LONG)) FROM sales
-- 1 = 2: INT64
