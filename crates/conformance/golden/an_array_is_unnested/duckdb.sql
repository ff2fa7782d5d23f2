SELECT sum(each.x) FROM UNNEST([$1, $2, $3]) AS each(x)
-- 1 = 10: INT64
-- 2 = 20: INT64
-- 3 = 30: INT64
