SELECT trimRight({p1:String})
-- 1 = ' a  ': TEXT
