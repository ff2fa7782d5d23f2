SELECT list_contains($1, $2)
-- 1 = [1, NULL]: LIST(INT64)
-- 2 = 1: INT64
