SELECT (cast(sales.amount AS DOUBLE) / cast(cast($1 AS LONG) AS DOUBLE)) FROM sales WHERE sales.id = cast($2 AS LONG)
-- 1 = 4: INT64
-- 2 = 1: INT64
