SELECT avg(cast(sales.amount AS DOUBLE)) FROM sales
