SELECT parts.of AS x FROM parts UNION SELECT things.n AS x FROM things ORDER BY x NULLS LAST
