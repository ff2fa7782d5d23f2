SELECT starts_with(CAST($1 AS VARCHAR), CAST($2 AS VARCHAR))
-- 1 = 'a%c': TEXT
-- 2 = 'a%': TEXT
