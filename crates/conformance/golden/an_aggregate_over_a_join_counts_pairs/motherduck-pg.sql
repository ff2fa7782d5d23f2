SELECT things.id, count(parts.part) FROM things LEFT JOIN parts ON things.n = parts.of GROUP BY things.id ORDER BY things.id
