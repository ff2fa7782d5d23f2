SELECT ?1 + ?2
-- 1 = 2: INT64
-- 2 = 3: INT64
