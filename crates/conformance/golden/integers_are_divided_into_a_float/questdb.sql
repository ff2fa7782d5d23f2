SELECT (cast(cast($1 AS LONG) AS DOUBLE) / cast(cast($2 AS LONG) AS DOUBLE)), (cast(cast($3 AS LONG) AS DOUBLE) / cast(cast($4 AS LONG) AS DOUBLE)), (cast(cast($5 AS LONG) AS DOUBLE) / cast(cast($6 AS LONG) AS DOUBLE)) FROM long_sequence(1)
-- 1 = 7: INT64
-- 2 = 2: INT64
-- 3 = -7: INT64
-- 4 = 2: INT64
-- 5 = 6: INT64
-- 6 = 3: INT64
