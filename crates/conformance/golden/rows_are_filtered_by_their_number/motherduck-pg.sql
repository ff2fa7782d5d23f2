SELECT sales.id FROM sales WHERE sales.region IS NOT NULL QUALIFY row_number() OVER (PARTITION BY sales.region ORDER BY sales.id DESC) = CAST($1 AS INTEGER) ORDER BY sales.id
-- 1 = 1: INT32
