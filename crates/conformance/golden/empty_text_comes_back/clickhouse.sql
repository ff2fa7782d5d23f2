SELECT if(isNull({p1:String}), NULL, CAST(assumeNotNull({p2:String}), 'String'))
-- 1 = '': TEXT
-- 2 = '': TEXT
