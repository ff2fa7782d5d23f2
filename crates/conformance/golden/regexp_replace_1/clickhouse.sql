SELECT replaceRegexpAll({p1:String}, {p2:String}, {p3:String})
-- 1 = 'abcabc': TEXT
-- 2 = '(b)': TEXT
-- 3 = '<\1>': TEXT
