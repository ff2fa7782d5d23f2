SELECT things.id, parts.part FROM things LEFT JOIN parts ON things.n = parts.of AND things.id > CAST($1 AS INTEGER) ORDER BY things.id
-- 1 = 100: INT32
