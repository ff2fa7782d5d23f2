SELECT CAST(cast($1 AS VARCHAR) AS VARCHAR) FROM long_sequence(1)
-- 1 = 'añ🦆שלום': TEXT
