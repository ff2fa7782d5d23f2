SELECT abs(?1)
-- 1 = -5: INT64
