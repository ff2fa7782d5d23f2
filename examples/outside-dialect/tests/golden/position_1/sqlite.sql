SELECT instr(?1, ?2)
-- 1 = 'añb': TEXT
-- 2 = 'b': TEXT
