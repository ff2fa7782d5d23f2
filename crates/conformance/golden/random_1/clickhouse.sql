SELECT randCanonical() IS NOT NULL
