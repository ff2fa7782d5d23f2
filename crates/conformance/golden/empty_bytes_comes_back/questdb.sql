SELECT $1 FROM long_sequence(1)
-- 1 = : BYTES
