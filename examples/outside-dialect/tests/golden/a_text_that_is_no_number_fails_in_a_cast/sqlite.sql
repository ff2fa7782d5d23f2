SELECT CAST(?1 AS BIGINT)
-- 1 = 'thirty': TEXT
