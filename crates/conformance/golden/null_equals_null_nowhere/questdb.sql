SELECT things.id FROM things WHERE things.n = things.n AND things.n IS NOT NULL ORDER BY (things.id) IS NULL, things.id
