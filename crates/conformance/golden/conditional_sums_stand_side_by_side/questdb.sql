SELECT sum(CASE WHEN sales.region = cast($1 AS VARCHAR) THEN sales.amount ELSE cast($2 AS LONG) END), sum(CASE WHEN sales.region = cast($3 AS VARCHAR) THEN sales.amount ELSE cast($4 AS LONG) END) FROM sales WHERE sales.amount IS NOT NULL
-- 1 = 'n': TEXT
-- 2 = 0: INT64
-- 3 = 's': TEXT
-- 4 = 0: INT64
