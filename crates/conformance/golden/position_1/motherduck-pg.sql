SELECT instr(CAST($1 AS VARCHAR), CAST($2 AS VARCHAR))
-- 1 = 'añb': TEXT
-- 2 = 'b': TEXT
