SELECT upper($1)
-- 1 = 'àé': TEXT
