SELECT sales.id, count(*) OVER (ORDER BY sales.amount, sales.id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) FROM sales WHERE sales.amount IS NOT NULL ORDER BY sales.id
