SELECT if(isNull({p1:Int64}), NULL, accurateCast(assumeNotNull({p2:Int64}), 'Int64'))
-- 1 = 9223372036854775807: INT64
-- 2 = 9223372036854775807: INT64
