SELECT CAST($1 AS JSON)
-- 1 = '{"a":[1,"it''s"]}': JSON
