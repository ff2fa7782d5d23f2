SELECT CAST(one.x AS UUID) FROM one ORDER BY (one.id) IS NULL, one.id
