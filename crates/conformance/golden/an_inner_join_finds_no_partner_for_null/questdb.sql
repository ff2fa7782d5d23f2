SELECT things.id, parts.part FROM things JOIN parts ON things.n = parts."of" AND parts."of" IS NOT NULL ORDER BY (things.id) IS NULL, things.id, (parts.part) IS NULL, parts.part
