SELECT CAST(one.x AS BOOLEAN) FROM one ORDER BY (one.id) IS NULL, one.id
