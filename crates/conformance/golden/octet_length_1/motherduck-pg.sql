SELECT octet_length(CAST($1 AS BLOB))
-- 1 = \x61\xC3\xB1: BYTES
