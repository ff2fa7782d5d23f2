SELECT var_samp(v.x) FROM (VALUES ($1)) AS v(x)
-- 1 = 1: INT64
