SELECT if(isNull({p1:Float64}), NULL, CAST(assumeNotNull({p2:Float64}), 'Float64'))
-- 1 = 5e-324: FLOAT64
-- 2 = 5e-324: FLOAT64
