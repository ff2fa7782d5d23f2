SELECT sales.id, row_number() OVER (PARTITION BY sales.region ORDER BY sales.id) FROM sales WHERE sales.region IS NOT NULL ORDER BY sales.id
