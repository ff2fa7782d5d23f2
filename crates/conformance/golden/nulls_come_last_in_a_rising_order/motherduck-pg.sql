SELECT things.id FROM things ORDER BY things.n NULLS LAST
