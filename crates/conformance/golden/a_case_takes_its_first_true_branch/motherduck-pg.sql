SELECT things.id, CASE WHEN things.n > CAST($1 AS INTEGER) THEN CAST($2 AS VARCHAR) WHEN things.n > CAST($3 AS INTEGER) THEN CAST($4 AS VARCHAR) ELSE CAST($5 AS VARCHAR) END FROM things ORDER BY things.id
-- 1 = 5: INT32
-- 2 = 'big': TEXT
-- 3 = 0: INT32
-- 4 = 'small': TEXT
-- 5 = 'none': TEXT
