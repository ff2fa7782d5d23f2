WITH RECURSIVE numbers(n) AS (SELECT CAST($1 AS BIGINT) UNION ALL SELECT numbers.n + CAST($2 AS BIGINT) FROM numbers WHERE numbers.n < CAST($3 AS BIGINT)) SELECT count(*), sum(numbers.n) FROM numbers
-- 1 = 1: INT64
-- 2 = 1: INT64
-- 3 = 1: INT64
