SELECT things.id FROM things ANTI JOIN parts ON things.n = parts.of ORDER BY things.id
