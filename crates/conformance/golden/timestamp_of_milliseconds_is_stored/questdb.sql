SELECT CAST(one.x AS DATE) FROM one ORDER BY (one.id) IS NULL, one.id
