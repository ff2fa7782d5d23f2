SELECT if(isNull({p1:Float64}), NULL, CAST(assumeNotNull({p2:Float64}), 'Float64'))
-- 1 = -inf: FLOAT64
-- 2 = -inf: FLOAT64
