SELECT things.id, CASE WHEN things.n = cast($1 AS LONG) THEN cast($2 AS VARCHAR) ELSE cast($3 AS VARCHAR) END FROM things ORDER BY (things.id) IS NULL, things.id
-- 1 = 5: INT64
-- 2 = 'five': TEXT
-- 3 = 'other': TEXT
