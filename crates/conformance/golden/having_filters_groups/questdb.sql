SELECT unfiltered."of" FROM (SELECT parts."of", (count() > cast($1 AS INT)) AS kept FROM parts GROUP BY parts."of") AS unfiltered WHERE unfiltered.kept
-- 1 = 1: INT32
