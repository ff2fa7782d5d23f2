SELECT CASE WHEN things.name IS NOT NULL THEN things.name || cast($1 AS VARCHAR) END FROM things WHERE things.id = cast($2 AS LONG)
-- 1 = '': TEXT
-- 2 = 1: INT64
