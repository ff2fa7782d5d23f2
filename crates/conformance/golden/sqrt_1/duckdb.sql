SELECT sqrt($1)
-- 1 = 16: INT64
