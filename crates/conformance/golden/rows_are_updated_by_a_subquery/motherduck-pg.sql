UPDATE kept SET n = (SELECT max(arrived.n) FROM arrived) WHERE kept.id = CAST($1 AS INTEGER)
-- 1 = 1: INT32
