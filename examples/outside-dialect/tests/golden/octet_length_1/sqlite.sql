SELECT octet_length(?1)
-- 1 = \x61\xC3\xB1: BYTES
