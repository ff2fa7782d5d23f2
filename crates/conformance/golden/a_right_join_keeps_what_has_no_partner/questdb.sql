SELECT things.id, parts.part FROM things RIGHT JOIN parts ON things.n = parts."of" AND parts."of" IS NOT NULL ORDER BY (parts.part) IS NULL, parts.part
