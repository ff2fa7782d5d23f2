SELECT unfiltered.column_1 FROM (SELECT count() AS column_1, count() AS kept FROM sales) AS unfiltered WHERE unfiltered.kept > cast($1 AS INT)
-- 1 = 100: INT32
