SELECT MAP([$1], [$2])[$3]
-- 1 = 'k': TEXT
-- 2 = 1: INT64
-- 3 = 'z': TEXT
