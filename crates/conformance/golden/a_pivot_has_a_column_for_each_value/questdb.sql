SELECT unfiltered.id, unfiltered.north, unfiltered.south FROM (SELECT p.id, p.north, p.south, (p.id IS NULL) AS nulls FROM (SELECT sales.id, sum(CASE WHEN sales.region = cast($1 AS VARCHAR) THEN sales.amount END) AS north, sum(CASE WHEN sales.region = cast($2 AS VARCHAR) THEN sales.amount END) AS south FROM sales GROUP BY sales.id) AS p) AS unfiltered ORDER BY unfiltered.nulls, unfiltered.id
-- 1 = 'n': TEXT
-- 2 = 's': TEXT
