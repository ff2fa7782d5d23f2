SELECT sales.id, row_number() OVER (w ORDER BY sales.id DESC) FROM sales WHERE sales.region = CAST($1 AS VARCHAR) WINDOW w AS (PARTITION BY sales.region) ORDER BY sales.id
-- 1 = 'n': TEXT
