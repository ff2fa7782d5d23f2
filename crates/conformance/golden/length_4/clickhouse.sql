SELECT toInt64(lengthUTF8({p1:Nullable(String)}))
-- 1 = NULL: TEXT
