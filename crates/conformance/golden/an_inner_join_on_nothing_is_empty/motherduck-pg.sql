SELECT things.id, parts.part FROM things JOIN parts ON things.n = parts.of AND things.id > CAST($1 AS INTEGER) ORDER BY things.id, parts.part
-- 1 = 100: INT32
