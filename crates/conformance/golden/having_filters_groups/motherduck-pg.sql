SELECT parts.of FROM parts GROUP BY parts.of HAVING count(*) > CAST($1 AS INTEGER)
-- 1 = 1: INT32
