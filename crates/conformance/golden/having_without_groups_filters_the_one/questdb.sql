SELECT unfiltered.column_1 FROM (SELECT count() AS column_1, count() AS kept FROM sales) AS unfiltered WHERE unfiltered.kept > cast($1 AS LONG)
-- 1 = 100: INT64
