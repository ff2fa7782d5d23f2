SELECT things.id FROM things ORDER BY things.n DESC NULLS LAST
