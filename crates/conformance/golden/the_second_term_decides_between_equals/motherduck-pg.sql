SELECT sales.id FROM sales WHERE sales.amount IS NOT NULL ORDER BY sales.amount DESC, sales.id
