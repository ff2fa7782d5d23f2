SELECT things.id, parts.part FROM things LEFT JOIN parts ON things.n = parts.of WHERE parts.part IS NOT NULL ORDER BY things.id, parts.part
