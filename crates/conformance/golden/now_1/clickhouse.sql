SELECT CAST(now64(6, 'UTC') IS NOT NULL AS Nullable(Bool))
