SELECT things.id FROM things WHERE things.n NOT IN (SELECT parts.of FROM parts) ORDER BY things.id
