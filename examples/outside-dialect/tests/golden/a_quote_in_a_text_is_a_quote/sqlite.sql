SELECT ?1
-- 1 = 'it''s': TEXT
