SELECT nullif(length(cast(cast($1 AS VARCHAR) AS VARCHAR)), -1) FROM long_sequence(1)
-- 1 = '': TEXT
