SELECT CAST($1 AS VARCHAR)
-- 1 = 'añ🦆שלום': TEXT
