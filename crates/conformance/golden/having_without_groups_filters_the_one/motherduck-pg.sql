SELECT count(*) FROM sales HAVING count(*) > CAST($1 AS INTEGER)
-- 1 = 100: INT32
