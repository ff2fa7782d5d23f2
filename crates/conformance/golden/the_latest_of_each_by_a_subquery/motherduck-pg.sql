SELECT numbered.id FROM (SELECT sales.id, row_number() OVER (PARTITION BY sales.region ORDER BY sales.id DESC) AS number FROM sales WHERE sales.region IS NOT NULL) AS numbered WHERE numbered.number = CAST($1 AS INTEGER) ORDER BY numbered.id
-- 1 = 1: INT32
