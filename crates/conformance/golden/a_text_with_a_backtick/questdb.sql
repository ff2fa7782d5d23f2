SELECT things.id, cast($1 AS VARCHAR) FROM things WHERE things.id = cast($2 AS LONG)
-- 1 = 'a`; DROP TABLE things; --': TEXT
-- 2 = 1: INT64
