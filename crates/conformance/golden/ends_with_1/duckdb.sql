SELECT ends_with($1, $2)
-- 1 = 'abc': TEXT
-- 2 = 'bc': TEXT
