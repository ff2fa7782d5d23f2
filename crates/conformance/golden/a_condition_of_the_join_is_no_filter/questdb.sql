SELECT things.id, parts.part FROM things LEFT JOIN parts ON (things.n = parts."of" AND parts."of" IS NOT NULL) AND things.id > cast($1 AS LONG) ORDER BY (things.id) IS NULL, things.id
-- 1 = 100: INT64
