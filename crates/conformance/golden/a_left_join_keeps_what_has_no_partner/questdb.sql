SELECT things.id, parts.part FROM things LEFT JOIN parts ON (things.n = parts."of" AND parts."of" IS NOT NULL) AND parts.part = cast($1 AS VARCHAR) ORDER BY (things.id) IS NULL, things.id
-- 1 = 'a': TEXT
