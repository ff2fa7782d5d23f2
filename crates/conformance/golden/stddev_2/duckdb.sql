SELECT stddev_samp(v.x) FROM (VALUES ($1), ($2)) AS v(x)
-- 1 = 1: INT64
-- 2 = 3: INT64
