SELECT substring(CAST($1 AS VARCHAR), CAST($2 AS BIGINT), CAST($3 AS BIGINT))
-- 1 = 'añ🦆b': TEXT
-- 2 = 2: INT64
-- 3 = 2: INT64
