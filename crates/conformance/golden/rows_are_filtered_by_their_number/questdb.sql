SELECT unfiltered.id FROM (SELECT sales.id, row_number() OVER (PARTITION BY sales.region ORDER BY sales.id DESC) AS kept, (sales.id IS NULL) AS nulls FROM sales WHERE sales.region IS NOT NULL) AS unfiltered WHERE unfiltered.kept = cast($1 AS LONG) ORDER BY unfiltered.nulls, unfiltered.id
-- 1 = 1: INT64
