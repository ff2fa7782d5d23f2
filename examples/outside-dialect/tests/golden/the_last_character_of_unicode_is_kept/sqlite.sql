SELECT ?1
-- 1 = '􏿿': TEXT
