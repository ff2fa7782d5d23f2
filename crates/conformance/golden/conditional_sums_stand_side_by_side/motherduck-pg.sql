SELECT sum(CASE WHEN sales.region = CAST($1 AS VARCHAR) THEN sales.amount ELSE CAST($2 AS BIGINT) END), sum(CASE WHEN sales.region = CAST($3 AS VARCHAR) THEN sales.amount ELSE CAST($4 AS BIGINT) END) FROM sales WHERE sales.amount IS NOT NULL
-- 1 = 'n': TEXT
-- 2 = 0: INT64
-- 3 = 's': TEXT
-- 4 = 0: INT64
