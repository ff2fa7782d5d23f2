WITH "some" AS (SELECT things.id FROM things WHERE things.id > CAST($1 AS INTEGER)), last AS (SELECT max("some".id) AS id FROM "some") SELECT last.id FROM last
-- 1 = 2: INT32
