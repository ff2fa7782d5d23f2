SELECT starts_with($1, $2)
-- 1 = 'a%c': TEXT
-- 2 = 'a%': TEXT
