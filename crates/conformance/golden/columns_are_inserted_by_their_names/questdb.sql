INSERT INTO arrived (n, id) VALUES (cast($1 AS LONG), cast($2 AS LONG))
-- 1 = 400: INT64
-- 2 = 4: INT64
