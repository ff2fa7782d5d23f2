SELECT MAP([$1, $2], [$3, $4])[$5]
-- 1 = 'k': TEXT
-- 2 = 'l': TEXT
-- 3 = 1: INT64
-- 4 = 2: INT64
-- 5 = 'l': TEXT
