SELECT CASE WHEN sales.amount >= cast($1 AS LONG) THEN cast($2 AS VARCHAR) ELSE cast($3 AS VARCHAR) END AS size, count() FROM sales GROUP BY CASE WHEN sales.amount >= cast($1 AS LONG) THEN cast($2 AS VARCHAR) ELSE cast($3 AS VARCHAR) END ORDER BY size
-- 1 = 30: INT64
-- 2 = 'big': TEXT
-- 3 = 'small': TEXT
