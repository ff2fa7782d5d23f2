SELECT parts.of, count(*) FROM parts GROUP BY parts.of ORDER BY count(*)
