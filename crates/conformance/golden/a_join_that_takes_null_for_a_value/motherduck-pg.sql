SELECT things.id, parts.part FROM things JOIN parts ON things.n IS NOT DISTINCT FROM parts.of ORDER BY things.id, parts.part
