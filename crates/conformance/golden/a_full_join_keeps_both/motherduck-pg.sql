SELECT things.id, parts.part FROM things FULL JOIN parts ON things.n = parts.of ORDER BY things.id NULLS LAST, parts.part NULLS LAST
