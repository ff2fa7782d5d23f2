SELECT unfiltered.id, unfiltered.turned FROM (SELECT things.id, things.id * cast($1 AS INT) AS turned, (things.id * cast($2 AS INT) IS NULL) AS nulls FROM things) AS unfiltered ORDER BY unfiltered.nulls, unfiltered.turned DESC LIMIT cast($3 AS INT)
-- 1 = -1: INT32
-- 2 = -1: INT32
-- 3 = 2: INT32
