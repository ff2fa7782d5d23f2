SELECT things.id FROM things WHERE things.n IS NOT NULL ORDER BY things.id
