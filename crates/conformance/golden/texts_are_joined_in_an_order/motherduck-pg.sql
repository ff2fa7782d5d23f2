SELECT string_agg(sales.region, CAST($1 AS VARCHAR) ORDER BY sales.id DESC) FROM sales
-- 1 = '': TEXT
