SELECT count(sales.amount), count(DISTINCT sales.amount) FROM sales
