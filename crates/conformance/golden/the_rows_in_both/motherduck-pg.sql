SELECT count(*) FROM (SELECT parts.of AS x FROM parts INTERSECT SELECT things.n AS x FROM things) AS i
