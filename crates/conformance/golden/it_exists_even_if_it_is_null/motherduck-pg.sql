SELECT things.id FROM things WHERE EXISTS (SELECT parts.of FROM parts WHERE parts.of IS NULL) ORDER BY things.id
