SELECT one.x FROM one ORDER BY (one.id) IS NULL, one.id
