SELECT things.id FROM things LEFT JOIN parts ON things.n = parts.of WHERE parts.part IS NULL ORDER BY things.id
