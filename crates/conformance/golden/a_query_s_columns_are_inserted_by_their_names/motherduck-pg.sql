INSERT INTO arrived BY NAME SELECT things.n AS n, things.id AS id FROM things WHERE things.id = CAST($1 AS INTEGER)
-- 1 = 1: INT32
