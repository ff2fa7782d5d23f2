SELECT unfiltered.id, unfiltered.column_2 FROM (SELECT sales.id, row_number() OVER (PARTITION BY sales.region ORDER BY sales.id DESC) AS column_2, (sales.id IS NULL) AS nulls FROM sales WHERE sales.region = cast($1 AS VARCHAR)) AS unfiltered ORDER BY unfiltered.nulls, unfiltered.id
-- 1 = 'n': TEXT
