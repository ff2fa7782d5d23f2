WITH gone AS (SELECT arrived.id FROM arrived WHERE arrived.n > CAST($1 AS INTEGER)) DELETE FROM kept WHERE kept.id IN (SELECT gone.id FROM gone)
-- 1 = 100: INT32
