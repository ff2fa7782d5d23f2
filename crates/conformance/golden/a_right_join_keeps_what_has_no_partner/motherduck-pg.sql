SELECT things.id, parts.part FROM things RIGHT JOIN parts ON things.n = parts.of ORDER BY parts.part
