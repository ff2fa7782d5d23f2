SELECT sales.id FROM sales WHERE sales.region IS NOT NULL QUALIFY row_number() OVER (PARTITION BY sales.region ORDER BY sales.id DESC) = $1 ORDER BY sales.id
-- 1 = 1: INT32
