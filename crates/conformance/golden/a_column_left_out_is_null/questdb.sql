INSERT INTO arrived (id) VALUES (cast($1 AS LONG))
-- 1 = 4: INT64
