SELECT things.id, CASE things.n WHEN CAST($1 AS BIGINT) THEN CAST($2 AS VARCHAR) ELSE CAST($3 AS VARCHAR) END FROM things ORDER BY things.id
-- 1 = 5: INT64
-- 2 = 'five': TEXT
-- 3 = 'other': TEXT
