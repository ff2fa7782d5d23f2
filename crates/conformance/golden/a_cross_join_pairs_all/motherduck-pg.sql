SELECT things.id, parts.part FROM things CROSS JOIN parts WHERE things.id = CAST($1 AS INTEGER) ORDER BY things.id, parts.part
-- 1 = 1: INT32
