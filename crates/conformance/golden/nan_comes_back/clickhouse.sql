SELECT if(isNull({p1:Float64}), NULL, CAST(assumeNotNull({p2:Float64}), 'Float64'))
-- 1 = NaN: FLOAT64
-- 2 = NaN: FLOAT64
