WITH some AS (SELECT things.id FROM things WHERE things.id > cast($1 AS LONG)) SELECT some.id, again.id FROM some JOIN some AS again ON some.id < again.id
-- 1 = 2: INT64
