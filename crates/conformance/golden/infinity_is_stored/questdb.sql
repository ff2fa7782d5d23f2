SELECT CAST(one.x AS DOUBLE) FROM one ORDER BY (one.id) IS NULL, one.id
