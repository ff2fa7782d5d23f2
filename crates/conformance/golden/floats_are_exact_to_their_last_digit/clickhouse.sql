SELECT {p1:Float64} + {p2:Float64}
-- 1 = 0.1: FLOAT64
-- 2 = 0.2: FLOAT64
