SELECT DISTINCT ON (sales.region) sales.region, sales.id FROM sales WHERE sales.region IS NOT NULL ORDER BY sales.region, sales.id DESC
