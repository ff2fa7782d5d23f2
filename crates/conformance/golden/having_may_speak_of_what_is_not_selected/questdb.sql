SELECT unfiltered.region FROM (SELECT sales.region, sum(sales.amount) AS kept FROM sales WHERE sales.region IS NOT NULL GROUP BY sales.region) AS unfiltered WHERE unfiltered.kept < cast($1 AS INT)
-- 1 = 50: INT32
