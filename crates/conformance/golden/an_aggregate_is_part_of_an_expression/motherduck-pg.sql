SELECT max(sales.id) - min(sales.id) FROM sales
