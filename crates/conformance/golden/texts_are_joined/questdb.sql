SELECT CASE WHEN things.name IS NOT NULL AND things.name IS NOT NULL THEN things.name || cast($1 AS VARCHAR) || things.name END FROM things WHERE things.id = cast($2 AS LONG)
-- 1 = '-': TEXT
-- 2 = 4: INT64
