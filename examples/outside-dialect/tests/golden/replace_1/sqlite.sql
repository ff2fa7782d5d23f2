SELECT replace(?1, ?2, ?3)
-- 1 = 'aaa': TEXT
-- 2 = 'a': TEXT
-- 3 = 'b': TEXT
