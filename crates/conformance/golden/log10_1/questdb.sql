SELECT log(cast($1 AS LONG)) FROM long_sequence(1)
-- 1 = 1000: INT64
