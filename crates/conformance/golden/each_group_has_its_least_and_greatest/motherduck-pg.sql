SELECT sales.region, min(sales.amount), max(sales.amount) FROM sales WHERE sales.region IS NOT NULL GROUP BY sales.region ORDER BY sales.region
