SELECT if(isNull({p1:UUID}), NULL, CAST(assumeNotNull({p2:UUID}), 'UUID'))
-- 1 = 67e55044-10b1-426f-9247-bb680e5fe0c8: UUID
-- 2 = 67e55044-10b1-426f-9247-bb680e5fe0c8: UUID
