WITH "some" AS (SELECT things.id FROM things WHERE things.id > CAST($1 AS INTEGER)) SELECT "some".id, again.id FROM "some" JOIN "some" AS again ON "some".id < again.id
-- 1 = 2: INT32
