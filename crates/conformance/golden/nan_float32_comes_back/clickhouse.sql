SELECT if(isNull({p1:Float32}), NULL, CAST(assumeNotNull({p2:Float32}), 'Float32'))
-- 1 = NaN: FLOAT32
-- 2 = NaN: FLOAT32
