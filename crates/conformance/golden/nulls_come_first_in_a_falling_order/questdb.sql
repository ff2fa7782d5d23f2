SELECT things.id FROM things ORDER BY (things.n) IS NOT NULL, things.n DESC
