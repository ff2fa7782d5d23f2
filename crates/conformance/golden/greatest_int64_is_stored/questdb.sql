SELECT CAST(one.x AS LONG) FROM one ORDER BY (one.id) IS NULL, one.id
