SELECT things.id, parts.part FROM things LEFT JOIN parts ON things.n = parts.of AND parts.part = CAST($1 AS VARCHAR) ORDER BY things.id
-- 1 = 'a': TEXT
