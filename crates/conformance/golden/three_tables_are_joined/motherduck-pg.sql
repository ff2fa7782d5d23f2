SELECT things.id, parts.part, sales.id FROM things JOIN parts ON things.n = parts.of JOIN sales ON things.id = sales.id ORDER BY parts.part
