SELECT things.id FROM things WHERE things.n IN (SELECT parts.of FROM parts WHERE parts.of IS NOT NULL) ORDER BY things.id
