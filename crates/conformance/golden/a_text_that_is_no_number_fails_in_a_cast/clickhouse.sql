SELECT if(isNull({p1:String}), NULL, accurateCast(assumeNotNull({p2:String}), 'Int64'))
-- 1 = 'thirty': TEXT
-- 2 = 'thirty': TEXT
