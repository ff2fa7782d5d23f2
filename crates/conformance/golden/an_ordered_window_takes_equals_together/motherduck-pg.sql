SELECT sales.id, sum(sales.amount) OVER (ORDER BY sales.amount) FROM sales WHERE sales.amount IS NOT NULL ORDER BY sales.id
