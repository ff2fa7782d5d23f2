SELECT DISTINCT sales.region FROM sales WHERE sales.region IS NOT NULL ORDER BY sales.region
