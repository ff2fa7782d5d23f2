SELECT count(*) FROM (SELECT DISTINCT sales.region, sales.amount FROM sales) AS d
