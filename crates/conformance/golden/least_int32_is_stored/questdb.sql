SELECT CAST(one.x AS INT) FROM one ORDER BY (one.id) IS NULL, one.id
