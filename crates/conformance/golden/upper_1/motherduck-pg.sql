SELECT upper(CAST($1 AS VARCHAR))
-- 1 = 'àé': TEXT
