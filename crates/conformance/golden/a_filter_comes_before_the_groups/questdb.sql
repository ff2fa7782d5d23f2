SELECT unfiltered.region, unfiltered.column_2 FROM (SELECT sales.region, count() AS column_2, count() AS kept FROM sales WHERE sales.amount > cast($1 AS LONG) GROUP BY sales.region) AS unfiltered WHERE unfiltered.kept > cast($2 AS LONG)
-- 1 = 10: INT64
-- 2 = 1: INT64
