SELECT CAST(one.x AS BYTE) FROM one ORDER BY (one.id) IS NULL, one.id
