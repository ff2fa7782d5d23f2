SELECT CAST(one.x AS SHORT) FROM one ORDER BY (one.id) IS NULL, one.id
