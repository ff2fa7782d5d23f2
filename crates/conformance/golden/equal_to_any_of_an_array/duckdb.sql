SELECT things.id FROM things WHERE things.id * $1 = ANY ([$2, $3, $4]) ORDER BY things.id
-- 1 = 10: INT64
-- 2 = 10: INT64
-- 3 = 20: INT64
-- 4 = 30: INT64
