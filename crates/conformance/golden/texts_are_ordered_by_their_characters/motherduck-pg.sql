SELECT parts.part FROM parts ORDER BY parts.part DESC
