SELECT CAST(one.x AS DECIMAL(76, 1)) FROM one ORDER BY (one.id) IS NULL, one.id
