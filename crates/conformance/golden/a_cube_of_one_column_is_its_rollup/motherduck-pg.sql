SELECT sales.region, sum(sales.amount) FROM sales WHERE sales.region IS NOT NULL GROUP BY CUBE (sales.region) ORDER BY sales.region NULLS LAST
