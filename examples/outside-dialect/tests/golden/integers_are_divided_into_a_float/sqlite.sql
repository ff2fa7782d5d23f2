SELECT (CAST(?1 AS REAL) / ?2), (CAST(?3 AS REAL) / ?4), (CAST(?5 AS REAL) / ?6)
-- 1 = 7: INT64
-- 2 = 2: INT64
-- 3 = -7: INT64
-- 4 = 2: INT64
-- 5 = 6: INT64
-- 6 = 3: INT64
