SELECT CAST(one.x AS DECIMAL(10, 2)) FROM one ORDER BY (one.id) IS NULL, one.id
