SELECT if(isNull({p1:String}), NULL, accurateCast(assumeNotNull({p2:String}), 'Int64'))
-- 1 = '-30': TEXT
-- 2 = '-30': TEXT
