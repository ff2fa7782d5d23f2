SELECT things.id FROM things WHERE things.n = things.n ORDER BY things.id
