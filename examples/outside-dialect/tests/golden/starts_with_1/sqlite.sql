SELECT (substr(?1, 1, length(?2)) = ?3)
-- 1 = 'a%c': TEXT
-- 2 = 'a%': TEXT
-- 3 = 'a%': TEXT
