SELECT parts.part, count(*) OVER (PARTITION BY parts.of) FROM parts ORDER BY parts.part
