SELECT sales.region, count(*) FROM sales WHERE sales.region IS NOT NULL GROUP BY GROUPING SETS ((sales.region), ()) ORDER BY sales.region NULLS LAST
