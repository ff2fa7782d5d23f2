SELECT CAST(one.x AS DECIMAL(18, 4)) FROM one ORDER BY (one.id) IS NULL, one.id
