SELECT CAST(one.x AS FLOAT) FROM one ORDER BY (one.id) IS NULL, one.id
