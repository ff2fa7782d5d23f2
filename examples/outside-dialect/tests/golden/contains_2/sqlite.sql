SELECT (instr(?1, ?2) > 0)
-- 1 = 'abc': TEXT
-- 2 = '': TEXT
