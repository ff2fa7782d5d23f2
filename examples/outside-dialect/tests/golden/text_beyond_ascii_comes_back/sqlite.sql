SELECT CAST(?1 AS TEXT)
-- 1 = 'añ🦆שלום': TEXT
