SELECT regexp_extract(CAST($1 AS VARCHAR), CAST($2 AS VARCHAR), CAST(CAST($3 AS BIGINT) AS INTEGER))
-- 1 = 'ab12': TEXT
-- 2 = '([a-z]+)([0-9]+)': TEXT
-- 3 = 2: INT64
