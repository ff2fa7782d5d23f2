SELECT things.id, parts.part FROM things JOIN parts ON things.n > parts.of ORDER BY things.id, parts.part
