SELECT things.id FROM things WHERE (things.id, things.n) IN (($1, $2), ($3, $4)) ORDER BY things.id
-- 1 = 1: INT64
-- 2 = 5: INT64
-- 3 = 2: INT64
-- 4 = 5: INT64
