SELECT arrayStringConcat([{p1:String}, NULL, {p2:String}])
-- 1 = 'a': TEXT
-- 2 = 'b': TEXT
