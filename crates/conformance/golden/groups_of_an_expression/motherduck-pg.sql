SELECT sales.id % CAST($1 AS BIGINT), count(*) FROM sales GROUP BY sales.id % CAST($1 AS BIGINT) ORDER BY sales.id % CAST($1 AS BIGINT)
-- 1 = 2: INT64
