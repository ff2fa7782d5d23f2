SELECT sales.region, count(*) FROM sales WHERE sales.amount > CAST($1 AS INTEGER) GROUP BY sales.region HAVING count(*) > CAST($2 AS INTEGER)
-- 1 = 10: INT32
-- 2 = 1: INT32
