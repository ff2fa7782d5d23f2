SELECT unfiltered.region FROM (SELECT DISTINCT sales.region, (sales.region IS NULL) AS nulls FROM sales WHERE sales.region IS NOT NULL) AS unfiltered ORDER BY unfiltered.nulls, unfiltered.region
