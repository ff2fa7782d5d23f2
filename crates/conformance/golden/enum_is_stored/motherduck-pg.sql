SELECT CAST(one.x AS ENUM('red', 'it''s')) FROM one ORDER BY one.id
