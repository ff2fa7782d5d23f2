WITH "some"(number) AS (SELECT things.id FROM things WHERE things.id > CAST($1 AS INTEGER)) SELECT "some".number FROM "some" ORDER BY "some".number
-- 1 = 2: INT32
