SELECT if(isNull({p1:JSON}), NULL, CAST(assumeNotNull({p2:JSON}), 'JSON'))
-- 1 = '{"a":[1,"it''s"]}': JSON
-- 2 = '{"a":[1,"it''s"]}': JSON
