SELECT cast(avg(sales.amount) AS DOUBLE) FROM sales
