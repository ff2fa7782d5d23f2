SELECT if(isNull({p1:Float32}), NULL, CAST(assumeNotNull({p2:Float32}), 'Float32'))
-- 1 = inf: FLOAT32
-- 2 = inf: FLOAT32
