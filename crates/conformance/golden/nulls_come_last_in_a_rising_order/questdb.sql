SELECT things.id FROM things ORDER BY (things.n) IS NULL, things.n
