SELECT ln($1)
-- 1 = 1: INT64
