SELECT unfiltered.column_1, unfiltered.column_2 FROM (SELECT sales.id % cast($1 AS LONG) AS column_1, count() AS column_2, (sales.id % cast($1 AS LONG) IS NULL) AS nulls, sales.id % cast($1 AS LONG) AS ordered FROM sales GROUP BY sales.id % cast($1 AS LONG)) AS unfiltered ORDER BY unfiltered.nulls, unfiltered.ordered
-- 1 = 2: INT64
