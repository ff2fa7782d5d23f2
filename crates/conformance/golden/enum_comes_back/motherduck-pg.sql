SELECT CAST(CAST($1 AS ENUM('red', 'it''s')) AS ENUM('red', 'it''s'))
-- 1 = 'it''s': ENUM(red, it's)
