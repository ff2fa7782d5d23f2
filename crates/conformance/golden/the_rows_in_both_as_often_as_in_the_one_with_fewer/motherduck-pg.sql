SELECT count(*) FROM (SELECT parts.of AS x FROM parts INTERSECT ALL SELECT parts.of AS x FROM parts) AS i
