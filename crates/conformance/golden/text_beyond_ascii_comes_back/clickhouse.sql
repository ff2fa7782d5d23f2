SELECT if(isNull({p1:String}), NULL, CAST(assumeNotNull({p2:String}), 'String'))
-- 1 = 'añ🦆שלום': TEXT
-- 2 = 'añ🦆שלום': TEXT
