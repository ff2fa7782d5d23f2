SELECT unfiltered.region, unfiltered.amount, unfiltered.column_3 FROM (SELECT sales.region, sales.amount, count() AS column_3, (sales.region IS NULL) AS nulls FROM sales WHERE sales.amount = cast($1 AS LONG) GROUP BY sales.region, sales.amount) AS unfiltered ORDER BY unfiltered.nulls, unfiltered.region
-- 1 = 20: INT64
