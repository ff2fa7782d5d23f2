SELECT things.id FROM things ORDER BY things.n NULLS FIRST
