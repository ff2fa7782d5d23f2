SELECT things.id, parts.part FROM things LEFT JOIN parts ON things.n = parts.of ORDER BY things.id, parts.part NULLS LAST
