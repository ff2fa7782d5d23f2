SELECT CAST(one.x AS UNION(number BIGINT, word VARCHAR)) FROM one ORDER BY one.id
