SELECT things.id, counted.parts FROM things CROSS JOIN LATERAL (SELECT count(*) AS parts FROM parts WHERE parts.of = things.n) AS counted ORDER BY things.id
