SELECT modulo(`sales`.`id`, nullIf({p1:Int64}, 0)), toInt64(count()) FROM `sales` GROUP BY modulo(`sales`.`id`, nullIf({p1:Int64}, 0)) ORDER BY modulo(`sales`.`id`, nullIf({p1:Int64}, 0))
-- 1 = 2: INT64
