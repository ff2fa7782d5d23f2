SELECT len($1)
-- 1 = [1, NULL]: LIST(INT64)
