SELECT unfiltered.column_1 FROM (SELECT count() AS column_1, (count() > cast($1 AS INT)) AS kept FROM sales) AS unfiltered WHERE unfiltered.kept
-- 1 = 100: INT32
