SELECT unfiltered."of" FROM (SELECT parts."of", count() AS kept FROM parts GROUP BY parts."of") AS unfiltered WHERE unfiltered.kept > cast($1 AS INT)
-- 1 = 1: INT32
