INSERT INTO arrived BY NAME SELECT things.n AS n, things.id AS id FROM things WHERE things.id = $1
-- 1 = 1: INT32
