SELECT things.id FROM things SEMI JOIN parts ON things.n = parts.of ORDER BY things.id
