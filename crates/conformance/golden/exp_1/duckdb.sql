SELECT exp($1)
-- 1 = 0: INT64
