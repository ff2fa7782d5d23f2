SELECT if(isNull({p1:String}), NULL, CAST(assumeNotNull({p2:String}), 'Enum(\'red\', \'it\\\'s\')'))
-- 1 = 'it''s': ENUM(red, it's)
-- 2 = 'it''s': ENUM(red, it's)
