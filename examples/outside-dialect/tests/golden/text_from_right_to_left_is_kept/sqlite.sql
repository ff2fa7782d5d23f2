SELECT ?1
-- 1 = 'שלום עולם': TEXT
