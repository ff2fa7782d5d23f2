SELECT things.id FROM things LEFT JOIN (parts JOIN sales ON parts.of = sales.id) ON things.n = parts.of ORDER BY things.id
