SELECT sum(DISTINCT sales.amount) FROM sales
