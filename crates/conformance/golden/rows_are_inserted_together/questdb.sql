INSERT INTO arrived (id, n) VALUES (cast($1 AS LONG), cast($2 AS LONG)), (cast($3 AS LONG), cast($4 AS LONG)), (cast($5 AS LONG), cast($6 AS LONG))
-- 1 = 4: INT64
-- 2 = 400: INT64
-- 3 = 5: INT64
-- 4 = 500: INT64
-- 5 = 6: INT64
-- 6 = 600: INT64
