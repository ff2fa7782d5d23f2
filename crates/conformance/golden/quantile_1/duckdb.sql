SELECT quantile_cont(CAST(v.x AS DOUBLE), $1) FROM (VALUES ($2), ($3), ($4), ($5)) AS v(x)
-- 1 = 0.25: FLOAT64
-- 2 = 1: INT64
-- 3 = 2: INT64
-- 4 = 4: INT64
-- 5 = NULL
