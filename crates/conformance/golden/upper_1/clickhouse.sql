SELECT upperUTF8({p1:String})
-- 1 = 'àé': TEXT
