SELECT CAST(randCanonical() IS NOT NULL AS Nullable(Bool))
