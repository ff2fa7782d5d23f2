SELECT if(isNull({p1:Float64}), NULL, accurateCast(assumeNotNull({p2:Float64}), 'Int64'))
-- 1 = 3.0: FLOAT64
-- 2 = 3.0: FLOAT64
