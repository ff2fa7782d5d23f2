SELECT unfiltered.id FROM (SELECT numbered.id, (numbered.id IS NULL) AS nulls FROM (SELECT sales.id, row_number() OVER (PARTITION BY sales.region ORDER BY sales.id DESC) AS number FROM sales WHERE sales.region IS NOT NULL) AS numbered WHERE numbered.number = cast($1 AS LONG)) AS unfiltered ORDER BY unfiltered.nulls, unfiltered.id
-- 1 = 1: INT64
