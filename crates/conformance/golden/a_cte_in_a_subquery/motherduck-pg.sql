WITH "some" AS (SELECT things.id FROM things WHERE things.id > CAST($1 AS INTEGER)) SELECT things.id FROM things WHERE things.id IN (SELECT "some".id FROM "some") ORDER BY things.id
-- 1 = 2: INT32
