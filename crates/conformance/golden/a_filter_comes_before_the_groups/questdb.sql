SELECT unfiltered.region, unfiltered.column_2 FROM (SELECT sales.region, count() AS column_2, (count() > cast($1 AS INT)) AS kept FROM sales WHERE sales.amount > cast($2 AS LONG) GROUP BY sales.region) AS unfiltered WHERE unfiltered.kept
-- 1 = 1: INT32
-- 2 = 10: INT64
