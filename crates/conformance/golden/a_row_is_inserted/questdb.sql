INSERT INTO arrived (id, n) VALUES (cast($1 AS LONG), cast($2 AS LONG))
-- 1 = 4: INT64
-- 2 = 400: INT64
