SELECT reverseUTF8({p1:Nullable(String)})
-- 1 = NULL: TEXT
