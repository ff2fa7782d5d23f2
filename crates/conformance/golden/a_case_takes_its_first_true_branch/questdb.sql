SELECT things.id, CASE WHEN things.n > cast($1 AS LONG) THEN cast($2 AS VARCHAR) WHEN things.n > cast($3 AS LONG) THEN cast($4 AS VARCHAR) ELSE cast($5 AS VARCHAR) END FROM things ORDER BY (things.id) IS NULL, things.id
-- 1 = 5: INT64
-- 2 = 'big': TEXT
-- 3 = 0: INT64
-- 4 = 'small': TEXT
-- 5 = 'none': TEXT
