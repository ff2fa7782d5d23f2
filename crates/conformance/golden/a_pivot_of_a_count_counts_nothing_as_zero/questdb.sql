SELECT unfiltered.id, unfiltered.south FROM (SELECT p.id, p.south, (p.id IS NULL) AS nulls FROM (SELECT sales.id, count(CASE WHEN sales.region = cast($1 AS VARCHAR) THEN sales.amount END) AS south FROM sales GROUP BY sales.id) AS p) AS unfiltered ORDER BY unfiltered.nulls, unfiltered.id
-- 1 = 's': TEXT
