SELECT CAST(toDate32(today()) IS NOT NULL AS Nullable(Bool))
