SELECT CAST(one.x AS DECIMAL(38, 10)) FROM one ORDER BY (one.id) IS NULL, one.id
