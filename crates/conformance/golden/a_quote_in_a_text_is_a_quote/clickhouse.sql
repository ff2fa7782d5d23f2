SELECT {p1:String}
-- 1 = 'it''s': TEXT
