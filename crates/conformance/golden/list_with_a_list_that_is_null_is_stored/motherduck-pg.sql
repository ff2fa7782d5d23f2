SELECT CAST(one.x AS BIGINT[][]) FROM one ORDER BY one.id
