SELECT sales.id, sum(sales.id) OVER (ORDER BY sales.id ROWS BETWEEN CURRENT ROW AND CURRENT ROW) FROM sales ORDER BY sales.id
