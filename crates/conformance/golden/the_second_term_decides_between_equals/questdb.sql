SELECT sales.id FROM sales WHERE sales.amount IS NOT NULL ORDER BY (sales.amount) IS NULL, sales.amount DESC, (sales.id) IS NULL, sales.id
