SELECT sales.id, count(*) OVER (ORDER BY sales.amount RANGE BETWEEN CURRENT ROW AND CURRENT ROW) FROM sales WHERE sales.amount IS NOT NULL ORDER BY sales.id
