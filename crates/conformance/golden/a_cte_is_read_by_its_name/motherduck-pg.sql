WITH "some" AS (SELECT things.id FROM things WHERE things.id > CAST($1 AS INTEGER)) SELECT "some".id FROM "some" ORDER BY "some".id
-- 1 = 2: INT32
