WITH some AS (SELECT things.id FROM things WHERE things.id > cast($1 AS LONG)) SELECT unfiltered.id FROM (SELECT some.id, (some.id IS NULL) AS nulls FROM some) AS unfiltered ORDER BY unfiltered.nulls, unfiltered.id
-- 1 = 2: INT64
