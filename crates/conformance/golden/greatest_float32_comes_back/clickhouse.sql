SELECT if(isNull({p1:Float32}), NULL, CAST(assumeNotNull({p2:Float32}), 'Float32'))
-- 1 = 3.4028235e38: FLOAT32
-- 2 = 3.4028235e38: FLOAT32
