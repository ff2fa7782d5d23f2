WITH some AS (SELECT things.id FROM things WHERE things.id > cast($1 AS LONG)) SELECT things.id FROM things WHERE CAST(things.id AS SYMBOL) IN (SELECT CAST(found.id AS STRING) FROM (SELECT some.id FROM some) AS found) AND things.id IS NOT NULL ORDER BY (things.id) IS NULL, things.id
-- 1 = 2: INT64
