SELECT modulo(`sales`.`id`, nullIf({p1:Int64}, 0)), toInt64(count()) FROM `sales` WHERE {p2:Float64} IS NOT NULL GROUP BY modulo(`sales`.`id`, nullIf({p1:Int64}, 0)) ORDER BY modulo(`sales`.`id`, nullIf({p1:Int64}, 0))
-- 1 = 2: INT64
-- 2 = NaN: FLOAT64
