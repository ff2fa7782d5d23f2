SELECT parts.part FROM parts ORDER BY (parts.part) IS NULL, parts.part DESC
