SELECT sales.id, last_value(sales.amount IGNORE NULLS) OVER (ORDER BY sales.id) FROM sales ORDER BY sales.id
