SELECT things.id FROM things LEFT JOIN parts ON things.n = parts."of" AND parts."of" IS NOT NULL WHERE parts.part IS NULL ORDER BY (things.id) IS NULL, things.id
