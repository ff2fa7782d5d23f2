SELECT cast($1 AS VARCHAR) FROM long_sequence(1)
-- 1 = 'it''s': TEXT
