SELECT instr(?1, ?2)
-- 1 = 'abc': TEXT
-- 2 = 'z': TEXT
