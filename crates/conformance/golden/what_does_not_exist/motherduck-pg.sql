SELECT things.id FROM things WHERE NOT EXISTS (SELECT parts.part FROM parts WHERE parts.of = things.n) ORDER BY things.id
