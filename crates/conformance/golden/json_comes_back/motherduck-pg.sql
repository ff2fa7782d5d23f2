SELECT CAST(CAST($1 AS JSON) AS JSON)
-- 1 = '{"a":[1,"it''s"]}': JSON
