SELECT CAST(one.x AS VARCHAR) FROM one ORDER BY (one.id) IS NULL, one.id
