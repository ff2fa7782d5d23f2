SELECT $1 FROM long_sequence(1)
-- 1 = \x00\x01\x7F\xFF: BYTES
