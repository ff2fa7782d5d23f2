SELECT sales.region, sum(sum(sales.amount)) OVER () FROM sales WHERE sales.region IS NOT NULL GROUP BY sales.region ORDER BY sales.region
