SELECT things.id FROM things WHERE things.n IS NULL ORDER BY things.id
