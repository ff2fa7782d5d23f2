SELECT sales.id % $1, count(*) FROM sales WHERE $2 IS NOT NULL GROUP BY sales.id % $1 ORDER BY sales.id % $1
-- 1 = 2: INT64
-- 2 = NaN: FLOAT64
