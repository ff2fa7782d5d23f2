SELECT first.id, "then".part FROM (SELECT things.id FROM things ORDER BY things.id LIMIT CAST($1 AS INTEGER)) AS first POSITIONAL JOIN (SELECT parts.part FROM parts ORDER BY parts.part) AS "then"
-- 1 = 3: INT32
