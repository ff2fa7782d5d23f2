SELECT sales.region FROM sales WHERE sales.region IS NOT NULL GROUP BY sales.region ORDER BY sum(sales.amount) DESC
