SELECT {p1:String}
-- 1 = 'שלום עולם': TEXT
