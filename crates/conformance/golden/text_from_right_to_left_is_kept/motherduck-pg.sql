SELECT CAST($1 AS VARCHAR)
-- 1 = 'שלום עולם': TEXT
