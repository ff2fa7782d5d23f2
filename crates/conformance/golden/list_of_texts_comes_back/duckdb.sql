SELECT CAST($1 AS VARCHAR[])
-- 1 = ['it''s', '']: LIST(TEXT)
