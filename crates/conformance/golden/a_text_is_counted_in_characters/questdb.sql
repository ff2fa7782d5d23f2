SELECT nullif(length(cast(things.name AS VARCHAR)), -1) FROM things WHERE things.id = cast($1 AS LONG)
-- 1 = 4: INT64
