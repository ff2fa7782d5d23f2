SELECT count(*), count(*) FILTER (WHERE sales.region = CAST($1 AS VARCHAR)) FROM sales
-- 1 = 'n': TEXT
