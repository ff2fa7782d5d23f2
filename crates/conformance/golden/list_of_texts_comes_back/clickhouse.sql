SELECT CAST({p1:Array(String)} AS Array(Nullable(String)))
-- 1 = ['it''s', '']: LIST(TEXT)
