SELECT things.id, parts.part FROM things CROSS JOIN parts WHERE things.id = cast($1 AS LONG) ORDER BY (things.id) IS NULL, things.id, (parts.part) IS NULL, parts.part
-- 1 = 1: INT64
