SELECT ?1 + ?2 * ?3
-- 1 = 2: INT64
-- 2 = 3: INT64
-- 3 = 4: INT64
