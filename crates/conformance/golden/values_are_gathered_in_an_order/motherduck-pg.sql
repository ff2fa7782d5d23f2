SELECT array_agg(sales.amount ORDER BY sales.id) FROM sales
