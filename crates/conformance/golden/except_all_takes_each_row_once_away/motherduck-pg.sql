SELECT count(*) FROM (SELECT parts.of AS x FROM parts EXCEPT ALL SELECT things.n AS x FROM things) AS e
