SELECT struct_pack(a := $1, b := $2)
-- 1 = 1: INT64
-- 2 = 'x': TEXT
