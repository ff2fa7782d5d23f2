SELECT stddev_samp(v.x) FROM (VALUES (CAST($1 AS BIGINT))) AS v(x)
-- 1 = 1: INT64
