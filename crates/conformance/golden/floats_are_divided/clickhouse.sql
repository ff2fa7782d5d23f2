SELECT divide(toFloat64({p1:Float64}), toFloat64({p2:Float64}))
-- 1 = 7.0: FLOAT64
-- 2 = 2.0: FLOAT64
