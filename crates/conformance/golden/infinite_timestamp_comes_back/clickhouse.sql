SELECT if(isNull({p1:DateTime64(6)}), NULL, CAST(assumeNotNull({p2:DateTime64(6)}), 'DateTime64(6)'))
-- 1 = infinity: TIMESTAMP(6)
-- 2 = infinity: TIMESTAMP(6)
