SELECT unfiltered."of" FROM (SELECT parts."of", count() AS kept FROM parts GROUP BY parts."of") AS unfiltered WHERE unfiltered.kept > cast($1 AS LONG)
-- 1 = 1: INT64
