SELECT avg(sales.amount) FROM sales
