SELECT count(*) FROM (SELECT things.n AS x FROM things EXCEPT SELECT parts.of AS x FROM parts) AS e
