SELECT sales.id, sum(sales.id) OVER (ORDER BY sales.id) FROM sales ORDER BY sales.id
