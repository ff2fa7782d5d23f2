SELECT unfiltered.twice FROM (SELECT some.twice, (some.id IS NULL) AS nulls, some.id AS ordered FROM (SELECT things.id, things.n * cast($1 AS LONG) AS twice FROM things WHERE things.n IS NOT NULL) AS some) AS unfiltered ORDER BY unfiltered.nulls, unfiltered.ordered
-- 1 = 2: INT64
