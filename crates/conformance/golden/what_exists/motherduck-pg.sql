SELECT things.id FROM things WHERE EXISTS (SELECT parts.part FROM parts WHERE parts.of = things.n) ORDER BY things.id
