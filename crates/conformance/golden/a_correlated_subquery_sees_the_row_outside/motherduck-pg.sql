SELECT things.id, (SELECT count(*) FROM parts WHERE parts.of = things.n) FROM things ORDER BY things.id
