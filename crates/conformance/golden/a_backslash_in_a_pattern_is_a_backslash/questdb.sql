SELECT count() FROM things WHERE things.id = cast($1 AS LONG) AND cast($2 AS VARCHAR) LIKE cast($3 AS VARCHAR)
-- 1 = 1: INT64
-- 2 = 'a\b': TEXT
-- 3 = 'a\\b': TEXT
