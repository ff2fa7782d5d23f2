SELECT (struct_pack(a := CAST($1 AS BIGINT), b := CAST($2 AS VARCHAR))).b
-- 1 = 1: INT64
-- 2 = 'x': TEXT
